/** What can be written as a filter, for the help and the README. */
import { fleetSearch, workerSearch } from './filter-fields';
import { fieldNames } from './search';

export const filterNotes = [
  {
    written: 'get slow',
    said: 'words, each of them somewhere in the row; "in quotes" they may have blanks and : < >',
  },
  { written: '-word  !word', said: 'not; -state:down likewise' },
  { written: 'state:down', said: 'the text of a field; state=down: nothing else in it' },
  { written: 'busyness>70', said: '> >= < <= = != compare numbers: rss>500M, time>=1.5s, pid=4711' },
  {
    written: 'of the fleet',
    said: `${fieldNames(fleetSearch([])).join(', ')}, and the labels of a targets file: env:prod`,
  },
  { written: 'of the workers', said: fieldNames(workerSearch).join(', ') },
  { written: 'Events, System', said: 'words alone' },
];
