/** The healthy neighbours of the shop: threads, an async loop, and a server of files. */

import type { MasterProfile } from './profile';

const megabyte = 1024 * 1024;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Threads; now and then a client sends a header that breaks the JSON for as long as its request is held. */
export const api: MasterProfile = {
  kind: 'master',
  name: 'api',
  transport: 'unix',
  version: '2.0.30',
  user: 33,
  cwd: '/srv/api/current',
  processes: 8,
  cores: 4,
  coreOrder: 'lowest',
  load: {
    arrivalsPerSecond: 110,
    wave: 0.35,
    wavePeriodMs: 3 * minuteMs,
    burst: 1.4,
    medianMs: 75,
    sigma: 0.9,
    staticShare: 0,
    exceptionShare: 0.004,
    medianTxBytes: 2_400,
  },
  memory: { baseBytes: 96 * megabyte, leakBytesPerRequest: 900 },
  maxRequests: 20_000,
  minLifetimeMs: 10_000,
  startupMs: 1_400,
  incidents: [
    { kind: 'hostile', firstMs: 21_000, everyMs: 65_000, serviceMs: 4_000 },
    { kind: 'slow', firstMs: -6_000, everyMs: 31_000, serviceMs: 13_000 },
  ],
  sockets: [{ name: '127.0.0.1:3032', proto: 'uwsgi', maxQueue: 100 }],
  apps: [{ mountpoint: '', chdir: '', startupSeconds: 1 }],
  traffic: {
    host: 'api.example.com',
    routes: [
      ['GET', '/v2/orders/#'],
      ['GET', '/v2/orders?status=open&limit=50'],
      ['POST', '/v2/orders'],
      ['PATCH', '/v2/customers/#'],
      ['GET', '/v2/stock/@'],
      ['POST', '/v2/webhooks/payments'],
      ['DELETE', '/v2/sessions/#'],
    ],
  },
  historyMs: 19 * hourMs,
};

/** Two gevent workers with a hundred cores each, on the version that also tells uss and pss. */
export const search: MasterProfile = {
  kind: 'master',
  name: 'search',
  transport: 'tcp',
  version: '2.1-dev',
  user: 998,
  cwd: '/srv/search/current',
  processes: 2,
  cores: 100,
  coreOrder: 'highest',
  load: {
    arrivalsPerSecond: 48,
    wave: 0.5,
    wavePeriodMs: 3 * minuteMs,
    burst: 1.6,
    medianMs: 620,
    sigma: 0.8,
    staticShare: 0,
    exceptionShare: 0.001,
    medianTxBytes: 5_200,
  },
  memory: { baseBytes: 210 * megabyte, leakBytesPerRequest: 250 },
  minLifetimeMs: 10_000,
  startupMs: 2_600,
  incidents: [{ kind: 'slow', firstMs: -12_000, everyMs: 40_000, serviceMs: 28_000 }],
  sockets: [{ name: '127.0.0.1:3033', proto: 'http', maxQueue: 1024 }],
  apps: [{ mountpoint: '', chdir: '', startupSeconds: 3 }],
  traffic: {
    host: 'search.example.com',
    routes: [
      ['GET', '/find?q=@'],
      ['GET', '/find?q=@&page=3'],
      ['GET', '/suggest?prefix=@'],
      ['POST', '/facets'],
    ],
  },
  historyMs: 44 * hourMs,
};

/** Mostly static files, on the only stats socket of the fleet that wants an HTTP request. */
export const images: MasterProfile = {
  kind: 'master',
  name: 'images',
  transport: 'http',
  version: '2.0.28',
  user: 33,
  cwd: '/srv/images',
  processes: 6,
  cores: 1,
  coreOrder: 'lowest',
  load: {
    arrivalsPerSecond: 70,
    wave: 0.5,
    wavePeriodMs: 3 * minuteMs,
    burst: 1.3,
    medianMs: 42,
    sigma: 0.6,
    staticShare: 0.7,
    exceptionShare: 0,
    medianTxBytes: 62_000,
  },
  memory: { baseBytes: 58 * megabyte, leakBytesPerRequest: 0 },
  minLifetimeMs: 10_000,
  startupMs: 400,
  incidents: [],
  sockets: [{ name: '127.0.0.1:3036', proto: 'http', maxQueue: 100 }],
  apps: [{ mountpoint: '', chdir: '', startupSeconds: 0 }],
  traffic: {
    host: 'images.example.com',
    routes: [
      ['GET', '/p/#/large.webp'],
      ['GET', '/p/#/thumb.webp?w=320'],
      ['GET', '/banners/@.jpg'],
    ],
  },
  historyMs: 90 * hourMs,
};
