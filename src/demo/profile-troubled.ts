/** The troubled part of the fleet: long requests, saturation, reloads and outages. */

import type { MasterProfile } from './profile';

const megabyte = 1024 * 1024;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Few very long requests and no memory-report: rss stays 0, and counters stand still for minutes. */
export const batch: MasterProfile = {
  kind: 'master',
  name: 'batch',
  transport: 'tcp',
  version: '2.0.21-debian',
  user: 1001,
  cwd: '/srv/batch',
  processes: 4,
  cores: 1,
  coreOrder: 'lowest',
  load: {
    arrivalsPerSecond: 0.03,
    wave: 0.2,
    wavePeriodMs: 10 * minuteMs,
    burst: 1,
    medianMs: 70_000,
    sigma: 0.8,
    staticShare: 0,
    exceptionShare: 0.03,
    medianTxBytes: 700,
  },
  minLifetimeMs: 60_000,
  startupMs: 800,
  incidents: [{ kind: 'slow', firstMs: -60_000, everyMs: 20 * minuteMs, serviceMs: 9 * minuteMs }],
  sockets: [{ name: '127.0.0.1:3034', proto: 'http', maxQueue: 64 }],
  apps: [{ mountpoint: '', chdir: '', startupSeconds: 1 }],
  traffic: {
    host: 'batch.internal.example.com',
    routes: [
      ['POST', '/export/customers?format=csv'],
      ['POST', '/reindex/@'],
      ['POST', '/reports/monthly/#'],
    ],
  },
  historyMs: 30 * hourMs,
};

/** As many requests as it can bear: on each crest of the wave the listen queue fills, and a worker crashes at times. */
export const legacy: MasterProfile = {
  kind: 'master',
  name: 'legacy',
  transport: 'tcp',
  version: '2.0.21-debian',
  user: 33,
  cwd: '/var/www/legacy',
  processes: 24,
  cores: 1,
  coreOrder: 'lowest',
  load: {
    arrivalsPerSecond: 60,
    wave: 0.16,
    wavePeriodMs: 2.5 * minuteMs,
    burst: 1,
    medianMs: 300,
    sigma: 0.6,
    staticShare: 0.02,
    exceptionShare: 0.006,
    medianTxBytes: 21_000,
  },
  memory: { baseBytes: 88 * megabyte, leakBytesPerRequest: 2_000 },
  maxRequests: 6_000,
  minLifetimeMs: 60_000,
  startupMs: 1_900,
  incidents: [{ kind: 'crash', firstMs: 26_000, everyMs: 95_000, serviceMs: 900 }],
  sockets: [{ name: '127.0.0.1:3035', proto: 'uwsgi', maxQueue: 100 }],
  apps: [{ mountpoint: '', chdir: '', startupSeconds: 2 }],
  traffic: {
    host: 'www.example.com',
    routes: [
      ['GET', '/index.php/article/#'],
      ['GET', '/forum/viewtopic?t=#&start=40'],
      ['POST', '/forum/posting'],
      ['GET', '/cgi-bin/catalog?item=@'],
    ],
  },
  historyMs: 211 * hourMs,
};

/** Deployed every few minutes: a graceful reload, held up by one slow request, after which counters begin at 0. */
export const checkout: MasterProfile = {
  kind: 'master',
  name: 'checkout',
  transport: 'unix',
  version: '2.0.30',
  user: 33,
  cwd: '/srv/checkout/current',
  processes: 8,
  cores: 2,
  coreOrder: 'lowest',
  load: {
    arrivalsPerSecond: 42,
    wave: 0.4,
    wavePeriodMs: 3 * minuteMs,
    burst: 1.5,
    medianMs: 110,
    sigma: 0.7,
    staticShare: 0,
    exceptionShare: 0.002,
    medianTxBytes: 3_100,
  },
  memory: { baseBytes: 120 * megabyte, leakBytesPerRequest: 1_500 },
  minLifetimeMs: 10_000,
  startupMs: 2_200,
  restart: { kind: 'reload', firstMs: 100_000, everyMs: 210_000, lastsMs: 8_000 },
  incidents: [{ kind: 'slow', firstMs: 98_000, everyMs: 210_000, serviceMs: 6_500 }],
  sockets: [{ name: '/run/uwsgi/checkout.sock', proto: 'uwsgi', maxQueue: 0 }],
  apps: [{ mountpoint: '', chdir: '', startupSeconds: 2 }],
  traffic: {
    host: 'pay.example.com',
    routes: [
      ['POST', '/payments'],
      ['GET', '/payments/#'],
      ['POST', '/payments/#/capture'],
      ['GET', '/methods?country=IT'],
    ],
  },
  historyMs: 2.2 * hourMs,
};

/** Away for ten seconds now and then: refused connections, then another master. */
export const ledger: MasterProfile = {
  kind: 'master',
  name: 'ledger',
  transport: 'tcp',
  version: '2.0.28',
  user: 1004,
  cwd: '/srv/ledger',
  processes: 5,
  cores: 1,
  coreOrder: 'lowest',
  load: {
    arrivalsPerSecond: 14,
    wave: 0.3,
    wavePeriodMs: 4 * minuteMs,
    burst: 1.3,
    medianMs: 120,
    sigma: 0.6,
    staticShare: 0,
    exceptionShare: 0.001,
    medianTxBytes: 1_200,
  },
  memory: { baseBytes: 74 * megabyte, leakBytesPerRequest: 600 },
  harakiriSeconds: 30,
  minLifetimeMs: 10_000,
  startupMs: 700,
  restart: { kind: 'outage', firstMs: 60_000, everyMs: 170_000, lastsMs: 10_000 },
  incidents: [],
  sockets: [{ name: '127.0.0.1:3038', proto: 'uwsgi', maxQueue: 100 }],
  apps: [{ mountpoint: '', chdir: '', startupSeconds: 0 }],
  traffic: {
    host: 'ledger.internal.example.com',
    routes: [
      ['POST', '/entries'],
      ['GET', '/accounts/#/balance'],
      ['GET', '/accounts/#/entries?from=2024-01-01'],
    ],
  },
  historyMs: 7 * hourMs,
};
