/** Second names of uWSGI's options: those that set the same variable of it. What is not among them has one name. */

/** A line is an option: the name that rules use, then its other ones. */
const groups = `
  processes workers
  protocol socket-protocol
  home virtualenv venv pyhome
  module wsgi
  wsgi-file file
  plugins plugin need-plugin need-plugins
  import pyimport py-import python-import
  py-auto-reload py-autoreload python-auto-reload python-autoreload
  harakiri-no-arh no-harakiri-arh no-harakiri-after-req-hook
  subscribe-to st subscribe
  spooler-frequency spooler-freq
  offload-threads offload-thread
  log-format logformat
  socket uwsgi-socket
  http httprouter
  stats stats-server
  stats-minified stats-min
  emperor-stats emperor-stats-server
  http-stats http-stats-server http-ss
  fastrouter-stats fastrouter-stats-server fastrouter-ss
  rawrouter-stats rawrouter-stats-server rawrouter-ss
  sslrouter-stats sslrouter-stats-server sslrouter-ss
  forkptyrouter-stats forkptyrouter-stats-server forkptyrouter-ss
  http-processes http-workers
  alarm-backlog backlog-alarm lq-alarm alarm-lq alarm-listen-queue listen-queue-alarm
  thread-stacksize threads-stacksize thread-stack-size threads-stack-size
  vassal-set vassals-set
  refork re-fork
`;

const mainNames: ReadonlyMap<string, string> = new Map(
  groups
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [main = '', ...others] = line.trim().split(' ');
      return others.map((other) => [other, main] as const);
    }),
);

export const mainName = (name: string): string => mainNames.get(name) ?? name;
