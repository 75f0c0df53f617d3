/** Getting connected to an abstract socket: a name that is in no file system, which only Linux has. */
import { connect } from 'node:net';
import { fail } from '../result';
import { dialThroughProgram } from './abstract-program';
import { untilReady, type Dial } from './dial';
import { failureOf } from './system-error';

/** sun_path has 108 bytes, of which the leading NUL takes one. */
const maxNameBytes = 107;

/** Node 20 pads the name with NULs to the end of sun_path, and so never finds the socket. */
const nodeCanConnect = Number.parseInt(process.versions.node, 10) >= 22;

export function dialAbstract(name: string, direct = nodeCanConnect): Dial {
  const connectTo = direct ? dialDirectly(name) : dialThroughProgram(name);
  return async (signal) => {
    const length = Buffer.byteLength(name);
    if (length <= maxNameBytes) return connectTo(signal);
    return fail({
      code: 'io',
      detail: `a name of ${length} bytes; an abstract socket has at most ${maxNameBytes}`,
    });
  };
}

/** uWSGI counts the NUL that ends its string as a part of the name; other programs do not. */
function dialDirectly(name: string): Dial {
  return async (signal) => {
    const likeUwsgi = await untilReady(connect({ path: `\0${name}\0` }), 'connect', signal);
    if (likeUwsgi.ok) return likeUwsgi;
    if (likeUwsgi.failure.code !== 'ECONNREFUSED' || signal.aborted)
      return fail(failureOf(likeUwsgi.failure));
    const plain = await untilReady(connect({ path: `\0${name}` }), 'connect', signal);
    return plain.ok ? plain : fail(failureOf(plain.failure));
  };
}
