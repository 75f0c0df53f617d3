/** Options of uWSGI that switch on another one, whatever their value: with them nothing is missing. */
import type { ConfigFacts } from './config-facts';

/** They switch the master on. */
export const masterOptions: readonly string[] = `
  alarm alarm-backlog alarm-fd alarm-log alarm-metric alarm-segfault attach-control-daemon attach-daemon
  attach-daemon2 brutal-reload-on-fd cache-store cache-udp-node cache-udp-server carbon cheap cheaper cheaper-algo
  cheaper-initial cheaper-overload cheaper-rss-limit-hard cheaper-rss-limit-soft cheaper-step check-interval check-mount
  check-mountpoint cron cron-curl cron-curl-legion cron-legion cron2 curl-cron curl-cron-legion daemons-honour-stdin
  enable-metrics evil-reload-on-as evil-reload-on-rss exception-handler farm forkbomb-delay fs-brutal-reload fs-reload
  fs-signal idle legion legion-attach-daemon legion-cron legion-cron-curl legion-curl-cron legion-death
  legion-death-on-lord-error legion-freq legion-join legion-lord legion-mcast legion-node legion-node-joined
  legion-node-left legion-quorum legion-scroll legion-setup legion-skew-tolerance legion-smart-attach-daemon
  legion-smart-attach-daemon2 legion-tolerance legion-unlord log-alarm log-drain log-encoder log-filter log-master
  log-maxsize log-req-encoder log-req-route log-route log-socket log-syslog log-zeromq logger logger-req master-fifo metric
  metric-alarm metric-dir metric-dir-restore metric-threshold metrics-dir metrics-dir-restore metrics-no-cores mount-check
  mountpoint-check mule mule-msg-size mules multicast not-alarm-log not-log-alarm notify-socket perl-auto-reload
  perl-auto-reload-ignore py-auto-reload py-auto-reload-ignore py-tracebacker queue-store rbtimer reload-on-fd req-logger
  rrdtool segfault-alarm setns-socket signal-rbtimer signal-timer smart-attach-daemon smart-attach-daemon2 spooler
  spooler-external ssl-session-use-cache ssl-sessions-use-cache static-cache-paths static-cache-paths-name stats stats-http
  stats-minified stats-no-cores stats-no-metrics stats-push stats-pusher-default-freq stats-pushers-default-freq
  subscribe-to subscribe-with-modifier1 subscribe2 subscription-notify-socket subscriptions-credentials-check
  subscriptions-sign-check subscriptions-sign-check-tolerance subscriptions-sign-skip-uid threaded-logger timer
  touch-chain-reload touch-exec touch-logreopen touch-logrotate touch-mules-reload touch-reload touch-signal
  touch-spoolers-reload touch-workers-reload udp unique-cron unique-cron-legion unique-legion-cron zerg-server
`
  .trim()
  .split(/\s+/);

export const lacksMaster = (facts: ConfigFacts): boolean => facts.lacks('master', ...masterOptions);

/** Of the application: uWSGI then takes the interpreter's lock into account. */
export const lacksThreads = (facts: ConfigFacts): boolean =>
  facts.lacks(
    'enable-threads',
    'threads',
    'thread-stacksize',
    'gevent',
    'asyncio',
    'py-tracebacker',
    'py-auto-reload',
    'py-auto-reload-ignore',
  );

/** Every word about process names turns auto-procname on. */
export const lacksProcessNames = (facts: ConfigFacts): boolean =>
  facts.lacks('auto-procname', ...processNames);

const processNames = [
  'procname',
  'procname-master',
  'procname-prefix',
  'procname-prefix-spaced',
  'procname-append',
] as const;
