/** What stands below the options in the help of each command. */

export const addressHelp = `
Addresses (give a name in front: shop=127.0.0.1:1717)
  127.0.0.1:1717  :1717  [::1]:1717  tcp://host:1717   stats = 127.0.0.1:1717
  /run/uwsgi/stats.sock  unix:/run/uwsgi/stats.sock    stats = /run/uwsgi/stats.sock
  @shop                                                stats = @shop (abstract socket)
  http://127.0.0.1:1717  https://host/uwsgi-stats      stats-http = true
  ssh://me@host/run/stats.sock  ssh://host/:1717       the same on another machine, through its ssh
  file:snapshot.json  -                                one saved snapshot, from a file or from stdin
  :9000-9009  http://host:9000-9009/                   a port of a range each; web=:9000-9009 makes a group
  '/run/uwsgi/*/stats.sock'  '@uwsgi-*'                sockets that fit a pattern, as they come and go (quoted)

Examples
  uwtop                                  watch the uWSGI instances of this machine
  uwtop :1717                            watch one
  uwtop shop=:1717 api=/run/api.sock     watch two: Enter goes in, Esc comes back
  uwtop --targets prod.yaml --group web  a list of targets, also Prometheus' file_sd; one group of it
  uwtop once --json :1717                one report for a script
  uwtop check -c busyness=90 :1717       one line and an exit code for Nagios and Icinga
  uwtop record -o hour.ndjson.gz --for 1h    write an hour down, for uwtop replay hour.ndjson.gz
  uwtop doctor app.ini                   what is wrong with a configuration, and what to write instead
  uwtop tune hour.ndjson.gz              what to set instead: processes, cheaper, harakiri and more
  uwtop targets                          what was found, with which limits and from where
  uwtop config                           what is in force: flags, environment, file, defaults
  uwtop demo                             look around in a simulated fleet

Switch stats on in uWSGI with  stats = 127.0.0.1:1717  and  memory-report = true.
Exit code: 0 fine, 1 nothing could be read, 2 wrong usage.`;

export const onceHelp = `
Examples
  uwtop once :1717                        a table, measured over one interval
  uwtop once --json :1717 | jq '.instances[0].totals.busyness'
  uwtop once --ndjson -n 60 -i 1 :1717    a minute, a line a second
  uwtop once --csv --watch -i 10 :1717 >> workers.csv
  uwtop once --csv --columns pid,rss --sort -rss :1717
  uwtop once --ndjson hour.ndjson.gz      what it would have printed of every round of a recording

--sort, --columns and --filter are for the first table: the fleet's with several targets, else the workers', and the
workers' in CSV.
Rates need two readings one interval apart. Exit code: 0 fine, 1 nothing could be read, 2 wrong usage.`;

export const checkHelp = `
Thresholds are metric=range, the ranges those of the monitoring plugins: 70 is outside of 0 to 70, 10: below 10, ~:10 above
10, @10:20 inside. Metrics: busyness, busy-ratio, slot-use, queue-fill (%), busy, active, queue, requests-per-second,
exceptions-per-second, service-time, oldest-request (s), rss (B), requests, exceptions, kills.

Without thresholds the rules of uwtop's alerts decide, with the levels of the configuration. Without --for they count if
they hold now, and those on counts of one moment (busy-ratio, listen-queue, queue-full, accepting) do not.

Examples
  uwtop check :1717
  uwtop check --for 5s -w busyness=80 -c busyness=95,queue=~:50 shop=:1717 api=:1718
  uwtop check --rules harakiri,crash,request-age :1717
  uwtop check hour.ndjson.gz                      how it stood at the end of a recording

Exit code: 0 OK, 1 WARNING, 2 CRITICAL (also: nobody listens there), 3 UNKNOWN (also: wrong usage, no answer in time).`;

export const targetsHelp = `
uWSGI does not tell its limits (harakiri, max-requests, reload-on-rss …): they are read from the command line, environment
and configuration files of a master on this machine, or from the file that --uwsgi-config names. A limit that cannot be
known is said to be unknown, with the reason.

Examples
  uwtop targets                                    the uWSGI instances of this machine
  uwtop targets --uwsgi-config app.ini 10.0.0.5:1717
  uwtop targets --json | jq '.targets[].limits.harakiriSeconds'`;

export const serveHelp = `
/metrics tells of the targets, /probe?target=HOST:PORT of one target in the multi-target pattern; there are /-/healthy and
/-/ready. Metrics of uwsgi_exporter have its names and labels, so that its dashboards and rules go on working; uwtop's own
begin with uwtop_.

Examples
  uwtop serve                                       the uWSGI instances of this machine
  uwtop serve --targets prod.yaml -i 5              a fleet, asked every five seconds
  uwtop serve --print-rules > uwtop-rules.yaml      for rule_files in prometheus.yml
  uwtop serve --print-dashboard > uwtop.json        for Grafana: Dashboards, New, Import
  printf 'prometheus:%s' "$(uwtop serve --hash-password)" > users
  uwtop serve --bind 0.0.0.0:9117 --tls-cert c.pem --tls-key k.pem --auth-file users

Exit code: 0 ended by a signal, 1 the address could not be opened, 2 wrong usage.`;

export const configHelp = `
What is said by a flag counts before the environment (UWTOP_INTERVAL, UWTOP_THEME, NO_COLOR), that before the file
($XDG_CONFIG_HOME/uwtop/config.yaml, or what --config or UWTOP_CONFIG names), and that before the default.

Examples
  uwtop config                            what is in force here
  uwtop config --theme light > config.yaml
  UWTOP_INTERVAL=2 uwtop config`;

export const completionHelp = `
Examples
  source <(uwtop completion bash)
  uwtop completion bash > ~/.local/share/bash-completion/completions/uwtop
  uwtop completion zsh > ~/.zfunc/_uwtop     (with fpath+=(~/.zfunc) before compinit)
  uwtop completion fish > ~/.config/fish/completions/uwtop.fish`;

export const manHelp = `
Examples
  uwtop man | man -l -
  uwtop man > /usr/local/share/man/man1/uwtop.1`;

export const recordHelp = `
Secrets are masked before anything is written: values of cookies, passwords and tokens in variables and addresses of
requests, in command lines, titles of processes and limits. Where the file is there already it is gone on with, if it is a
recording. ^C ends the recording; a recorder that is killed loses its last line at most.

Examples
  uwtop record -o hour.ndjson.gz --for 1h            the uWSGI instances of this machine
  uwtop record -o night.ndjson.gz -i 5 --rotate-every 1h --targets prod.yaml
  uwtop replay hour.ndjson.gz`;

export const replayHelp = `
Keys: Space plays and pauses, . and , step a round, ] and [ change the speed, ) and ( go 10 s on or back, } and { 5 min,
n and N go to the next or previous event, : asks for a time. Files that were rotated are given together.

Examples
  uwtop replay hour.ndjson.gz
  uwtop replay --at 14:03 --speed 10 night*.ndjson.gz
  uwtop replay /var/log/uwsgi/pushed.json            of stats-push = file:path=/var/log/uwsgi/pushed.json,freq=3`;

export const doctorHelp = `
Examples
  uwtop doctor app.ini                        as for a uWSGI on this machine, included files too
  uwtop doctor app.ini:staging vassals/*.yaml a section of a file, and several files
  uwtop doctor -- uwsgi --ini app.ini -p 4    what this command line would start
  uwtop doctor :1717  uwtop doctor pid:1234   a running one: its configuration, and two looks at its stats
  uwtop doctor --no-host --format sarif --fail-on warning app.ini > doctor.sarif    in a pipeline
  uwtop doctor --init django > app.ini        a base to begin with, each line with its reason

A comment keeps a rule quiet: "; uwtop: ignore L29, harakiri-missing" on a line of its own for the next option, before the
first section for the file; "; uwtop: ignore-file L29" anywhere. xml, yaml and json have comments of their own.
Exit code: 0 fine, 1 an error was found (see --fail-on) or nothing could be read, 2 wrong usage.`;
