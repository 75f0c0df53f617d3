/** The plugins of uWSGI's own source: the options of any other are not known here. */
const known: ReadonlySet<string> = new Set(
  `
  airbrake alarm_curl alarm_speech alarm_xmpp asyncio cache carbon cgi cheaper_backlog2 cheaper_busyness
  clock_monotonic clock_realtime corerouter coroae cplusplus curl_cron dumbloop dummy echo emperor_amqp
  emperor_mongodb emperor_pg emperor_zeromq exception_log fastrouter fiber forkptyrouter gccgo geoip gevent
  glusterfs graylog2 greenlet gridfs http jvm jwsgi ldap legion_cache_fetch libffi libtcc logcrypto logfile logpipe
  logsocket logzmq lua matheval mongodb mongodblog mongrel2 mono msgpack nagios notfound objc_gc pam php ping psgi
  pty pypy python rack rados rawrouter rbthreads redislog ring router_access router_basicauth router_cache
  router_expires router_hash router_http router_memcached router_metrics router_radius router_redirect router_redis
  router_rewrite router_spnego router_static router_uwsgi router_xmldir rpc rrdtool rsyslog ruby servlet signal
  spooler sqlite3 ssi sslrouter stackless stats_pusher_file stats_pusher_mongodb stats_pusher_socket
  stats_pusher_statsd symcall syslog systemd_logger tornado transformation_chunked transformation_gzip
  transformation_offload transformation_template transformation_tofile transformation_toupper tuntap ugreen v8
  webdav xattr xslt zabbix zergpool
`
    .trim()
    .split(/\s+/),
);

/** @param values of the option `plugins`: 'python3,http', '0:python', '/usr/lib/uwsgi/python_plugin.so' */
export const knowsAllPlugins = (values: readonly string[]): boolean =>
  values
    .flatMap((value) => value.split(','))
    .map((name) => name.trim().replace(/^\d+:/, ''))
    .every((name) => name === '' || isKnown(plainName(name)));

/** Distributions build one for each version of a language: python3, gevent_python311, rack_ruby27, lua54. */
const isKnown = (name: string): boolean => known.has(name) || known.has(name.replace(/[\d.]+$/, ''));

const plainName = (name: string): string =>
  (name.split('/').at(-1) ?? '').replace(/_plugin\.so$|\.so$/, '').replace(/_(?:python|ruby|rbx)[\d.]*$/, '');
