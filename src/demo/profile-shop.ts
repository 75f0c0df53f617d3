import type { MasterProfile } from './profile';

const megabyte = 1024 * 1024;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Web workers with every limit in force: cheaper, max-requests, harakiri, a slow leak. */
export const shop: MasterProfile = {
  kind: 'master',
  name: 'shop',
  transport: 'tcp',
  version: '2.0.30',
  user: 33,
  cwd: '/srv/shop/current',
  processes: 16,
  cores: 1,
  coreOrder: 'lowest',
  load: {
    arrivalsPerSecond: 72,
    wave: 0.6,
    wavePeriodMs: 3 * minuteMs,
    burst: 1.5,
    medianMs: 48,
    sigma: 0.8,
    staticShare: 0.04,
    exceptionShare: 0.002,
    medianTxBytes: 9_000,
  },
  memory: { baseBytes: 142 * megabyte, leakBytesPerRequest: 30_000 },
  maxRequests: 1500,
  reloadOnRss: 220,
  minLifetimeMs: 10_000,
  harakiriSeconds: 60,
  cheaper: {
    minimum: 4,
    step: 2,
    overloadMs: 2_000,
    multiplier: 3,
    busynessMin: 35,
    busynessMax: 65,
    historyPeak: 13,
    usual: 9,
  },
  startupMs: 900,
  incidents: [
    { kind: 'stuck', firstMs: -35_000, everyMs: 170_000, serviceMs: Infinity },
    { kind: 'slow', firstMs: -9_000, everyMs: 47_000, serviceMs: 17_000 },
  ],
  sockets: [
    { name: '127.0.0.1:3031', proto: 'uwsgi', maxQueue: 100 },
    { name: '/run/uwsgi/shop.sock', proto: 'uwsgi', maxQueue: 0 },
  ],
  apps: [
    { mountpoint: '', chdir: '', startupSeconds: 2 },
    { mountpoint: '/admin', chdir: '/srv/shop/current/admin', startupSeconds: 1 },
  ],
  traffic: {
    host: 'shop.example.com',
    routes: [
      ['GET', '/'],
      ['GET', '/products/#'],
      ['GET', '/products/#/reviews?page=2'],
      ['GET', '/search?q=@&sort=price'],
      ['POST', '/cart/items'],
      ['PUT', '/cart/items/#'],
      ['GET', '/account/orders/#'],
      ['POST', '/checkout/payment'],
    ],
  },
  extras: {
    metrics: true,
    caches: [
      { name: 'pages', maxItems: 5_000, hitsPerRequest: 0.8 },
      { name: 'sessions', maxItems: 200_000, hitsPerRequest: 2.1 },
    ],
    daemons: ['celery -A shop worker --concurrency 2', 'sh -c "tail -F \\"/var/log/shop/audit.log\\""'],
    spoolers: ['/var/spool/shop/mail', '/var/spool/shop/invoices'],
    crons: [
      { minute: -1, command: 'bin/expire-carts --quiet', everyMs: minuteMs, lastsMs: 7_000 },
      { minute: -5, command: 'bin/sitemap "full"', everyMs: 5 * minuteMs, lastsMs: 41_000 },
    ],
  },
  historyMs: 5.3 * hourMs,
};
