/**
 * Which of a master's sockets is its stats server's, where its configuration does not tell.
 *
 * It binds the application's sockets first, then makes the pipes to its children, forks them, and binds the stats socket
 * last. So the children that were there from the start do not hold the stats socket, those that were respawned do, and
 * spoolers and mules close the application's. What tells the stats socket in all these cases is its place behind the
 * pipes; where a master serves no application there may be no such place, and its own sockets are those that no child
 * holds. Pure.
 */
export interface HeldSockets {
  /** Inodes in the order of the descriptors. */
  readonly own: readonly string[];
  /** Of each child; undefined where nobody may look. */
  readonly byChildren: readonly (readonly string[] | undefined)[];
  readonly isListening: (inode: string) => boolean;
}

export function statsSocket({ own, byChildren, isListening }: HeldSockets): string | undefined {
  // A child that has just died holds nothing and tells nothing.
  const children = byChildren.filter((held) => held !== undefined && held.length > 0);
  const isHeld = (inode: string) => children.some((held) => held?.includes(inode));
  const application = own.findIndex(isListening);
  const pipe = own.findIndex((inode, place) => place > application && !isListening(inode));
  const late = pipe < 0 ? [] : own.slice(pipe).filter(isListening);
  const unshared = (late.length > 0 ? late : own.filter(isListening)).filter((inode) => !isHeld(inode));
  // A server for zergs is opened late and not handed on either, but the stats server comes after it.
  if (children.length > 0 && unshared.length > 0) return unshared.at(-1);
  // All children were respawned. An application may listen by itself, but it does so before the stats server, and a
  // router's socket has the pipes to the routers behind it; behind the stats socket is at most one who asks for stats.
  const last = late.at(-1);
  return last !== undefined && own.length - 1 - own.indexOf(last) <= 1 ? last : undefined;
}
