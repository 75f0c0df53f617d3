/** The base of an emperor, which has no workers of its own. */
import { type Block, dieOnTerm, line, master, names, strict, vacuum } from './line';

export const emperorBlocks: readonly Block[] = [
  {
    title: '-- the emperor',
    lines: [
      strict,
      master,
      line(
        'emperor = /etc/uwsgi/vassals',
        'The folder with the files of the vassals: a base of "--init wsgi" is one.',
      ),
      line(
        'emperor-stats = /run/uwsgi/emperor.stats.sock',
        'What uwtop reads: which vassals run, and which fail.',
      ),
      line('emperor-tyrant = true', 'Each vassal runs as the owner of its file.'),
      line(
        '; vassals-inherit = /etc/uwsgi/vassal.ini',
        'What all vassals have in common; in it stats = /run/uwsgi/%N.stats.sock is a socket for each.',
      ),
      dieOnTerm,
      vacuum,
      names,
      line('procname-prefix-spaced = emperor', 'And the emperor from them.'),
    ],
  },
];
