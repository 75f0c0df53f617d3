/** Many applications under one emperor. */
import { excerpt } from '../../format/text';
import type { ConfigRule } from '../rule';
import { shownOption } from '../shown-option';

const emperorWithoutStats: ConfigRule = {
  id: 'L65',
  name: 'emperor-without-stats',
  severity: 'warning',
  why: 'A vassal that does not start is tried again and again, and only the stats of the emperor show it.',
  check: (facts) => {
    const option = facts.last('emperor');
    if (option === undefined || !facts.lacks('emperor-stats')) return [];
    const message = `${shownOption(option)} without emperor-stats: nobody sees which vassals fail`;
    return [{ message, fix: 'emperor-stats = /run/uwsgi/emperor.stats.sock', origin: option.origin }];
  },
};

const vassalsShareStats: ConfigRule = {
  id: 'L66',
  name: 'vassals-share-stats',
  severity: 'warning',
  why: 'Two vassals cannot listen at one place: the later one takes the socket over, and the other is not seen any more.',
  check: (facts) => [
    ...facts.all('vassal-set').flatMap((option) => {
      const place = /^stats(?:-server)?=(.+)$/.exec(option.value ?? '')?.[1];
      // uWSGI reads it as an option of the command line, where %n is two letters; a placeholder may still tell them apart.
      if (place === undefined || /[%$@]\(/.test(place)) return [];
      const message = `${shownOption(option)} gives all vassals the same stats socket`;
      const fix = 'vassals-inherit = /etc/uwsgi/vassal.ini, and in it stats = /run/uwsgi/%N.stats.sock';
      return [{ message, fix, origin: option.origin }];
    }),
    ...facts.all('stats').flatMap((option) => {
      const { value = '', origin } = option;
      if (origin.kind !== 'file' || !vassalFolder.test(origin.file) || !value.startsWith('/')) return [];
      const name = vassalName(origin.file);
      if (value.includes(name)) return [];
      const message = `${shownOption(option)} does not carry the name of the vassal, ${excerpt(name, 40)}`;
      return [{ message, fix: 'stats = /run/uwsgi/%n.stats.sock', origin }];
    }),
  ],
};

/** The file without its folder and its last extension, which is %n. */
const vassalName = (file: string): string => file.slice(file.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');

/** Where emperors commonly look. */
const vassalFolder = /(^|\/)(vassals|vassals-\w+|uwsgi\.d)\/[^/]+$/;

export const emperorRules: readonly ConfigRule[] = [emperorWithoutStats, vassalsShareStats];
