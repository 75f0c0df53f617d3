/**
 * Where node cannot connect to an abstract socket, another program does it and passes the bytes on: python3, or uWSGI
 * itself. Python comes first although it takes twice as long to start (20 ms): it tries both ways of ending the name,
 * says what went wrong, can send a request, and goes away when we do.
 */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Duplex } from 'node:stream';
import type { Failure } from '../model/failure';
import { fail, succeed, type Result } from '../result';
import type { Dial } from './dial';
import { ProgramStream } from './program-stream';
import { ignore } from './receive';
import { aborted, failureOf } from './system-error';

/** Undefined when the program is not there or does not work. */
type Attempt = Result<Duplex, Failure> | undefined;
type Start = (command: string, args: readonly string[]) => ChildProcessWithoutNullStreams;

/** The system's own programs start at once, those of version managers (pyenv) after a tenth of a second. */
const usualPath = `/usr/bin:/bin:${process.env['PATH'] ?? ''}`;

export function dialThroughProgram(name: string, searchPath = usualPath): Dial {
  return async (signal) => {
    const { spawn } = await import('node:child_process');
    // Nothing else of the environment: both programs would take orders from it.
    const env = { PATH: searchPath };
    const start: Start = (command, args) => spawn(command, args, { env, stdio: 'pipe' });
    const attempts = [
      () => throughPython(start('python3', ['-I', '-S', '-c', pythonSource, name]), signal),
      () => throughUwsgi(start('uwsgi', ['--connect-and-read', `@${name}`]), signal),
      () => throughUwsgi(start('uwsgi-core', ['--connect-and-read', `@${name}`]), signal),
    ];
    // uWSGI takes a name with a colon in it for a TCP address.
    for (const attempt of name.includes(':') ? attempts.slice(0, 1) : attempts) {
      if (signal.aborted) return fail(aborted);
      const connected = await attempt();
      if (connected !== undefined) return connected;
    }
    return fail({ code: 'no-abstract-helper' });
  };
}

/** The name is an argument. Standard error says `connected`, and the name of the errno when one ended it. */
const pythonSource = `
import errno, os, select, socket, sys
name = os.fsencode(sys.argv[1])
def connect(ending):
    line = socket.socket(socket.AF_UNIX)
    line.connect(b"\\0" + name + ending)
    return line
def say(word):
    sys.stderr.write(word + "\\n")
    sys.stderr.flush()
try:
    try:
        line = connect(b"\\0")
    except ConnectionRefusedError:
        line = connect(b"")
    say("connected")
    while True:
        ready = select.select([line, 0], [], [])[0]
        if line in ready:
            data = line.recv(65536)
            if not data:
                break
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        if 0 in ready:
            data = os.read(0, 65536)
            if not data:
                break
            line.sendall(data)
except OSError as error:
    say(errno.errorcode.get(error.errno, "EIO"))
`;

function throughPython(child: ChildProcessWithoutNullStreams, signal: AbortSignal): Promise<Attempt> {
  let said = '';
  const errnoError = (): Error | undefined => {
    const code = /^E[A-Z0-9]+$/m.exec(said)?.[0];
    return code === undefined ? undefined : Object.assign(new Error(code), { code });
  };
  const stream = new ProgramStream(child, child.stdout, errnoError);
  return untilDecided(child, stream, signal, (decide) => {
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString('latin1');
      if (said.startsWith('connected\n')) decide(succeed(stream));
    });
    child.on('close', () => {
      const error = errnoError();
      decide(error && fail(failureOf(error)));
    });
  });
}

/** uWSGI passes on what it reads to its standard error, says there too what went wrong, and sends nothing. */
function throughUwsgi(child: ChildProcessWithoutNullStreams, signal: AbortSignal): Promise<Attempt> {
  let start = '';
  child.stderr.on('data', (chunk: Buffer) => {
    if (start.length < complaintLength) start += chunk.toString('latin1', 0, complaintLength);
  });
  const complaint = (exitCode: number | null): Error | undefined => {
    if (exitCode === 0) return undefined;
    const code = /Connection refused/.test(start) ? { code: 'ECONNREFUSED' } : {};
    return Object.assign(new Error(start), code);
  };
  const stream = new ProgramStream(child, child.stderr, complaint);
  stream.end();
  return untilDecided(child, stream, signal, (decide) => {
    child.on('spawn', () => decide(succeed(stream)));
  });
}

const complaintLength = 200;

type Decide = (attempt: Attempt) => void;

function untilDecided(
  child: ChildProcessWithoutNullStreams,
  stream: Duplex,
  signal: AbortSignal,
  watch: (decide: Decide) => void,
): Promise<Attempt> {
  return new Promise((resolve) => {
    const onAbort = (): void => decide(fail(aborted));
    const decide: Decide = (attempt) => {
      signal.removeEventListener('abort', onAbort);
      if (attempt?.ok !== true) stream.destroy();
      resolve(attempt);
    };
    signal.addEventListener('abort', onAbort);
    stream.on('error', ignore);
    child.on('error', () => decide(undefined));
    watch(decide);
  });
}
