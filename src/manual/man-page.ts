/** The man page, from the table of commands and the table of keys. */
import type { KeyBinding } from '../ui/key-binding';
import { all, type CommandEntry, type CommandTable, type OptionEntry } from './command-table';
import { notesOf } from './notes';
import { environment, exitStatuses, files } from './places';
import { bold, escaped, flowing, italic, item, paragraphs, section, subsection } from './roff';

/** @param day of this edition: 2030-12-31 */
export function manPage(table: CommandTable, keys: readonly KeyBinding[], day: string): string {
  const { root, commands, version } = table;
  const parts = [
    `.TH UWTOP 1 "${day}" "uwtop ${version}" "User Commands"`,
    section('NAME', 'uwtop \\- terminal monitor for uWSGI'),
    section('SYNOPSIS', ...all(table).flatMap((command, index) => synopsis(command, index > 0))),
    section(
      'DESCRIPTION',
      flowing(root.description),
      ...description.flatMap((text) => ['.PP', flowing(text)]),
    ),
    section('COMMANDS', ...commands.map(({ name, description: does }) => item(bold(name), does))),
    section('OPTIONS', ...groupedItems(root.options)),
    section('OPTIONS OF THE COMMANDS', ...commands.map((command) => ofCommand(command, root))),
    section('ADDRESSES AND NOTES', ...all(table).flatMap(notesBlock)),
    section('KEYS', ...keys.map(({ shown, help }) => item(bold(shown), help))),
    section('FILES', ...files.map(([name, text]) => item(italic(name), text))),
    section('ENVIRONMENT', ...environment.map(([name, text]) => item(bold(name), text))),
    section('EXIT STATUS', ...exitStatuses.map(([code, text]) => item(bold(code), text))),
    section('EXAMPLES', paragraphs(all(table).flatMap(({ notes }) => notesOf(notes).examples))),
    section('SEE ALSO', '.BR uwsgi (1),', '.BR uwsgitop (1)'),
  ];
  return `${parts.join('\n')}\n`;
}

const description = [
  'It reads the stats server of uWSGI (option stats) over TCP, UNIX or abstract sockets, HTTP or ssh. Without a command it shows screens; where stdout is no terminal it prints one round. Without an address it looks for the uWSGI instances of this machine.',
];

const synopsis = ({ name, usage }: CommandEntry, isCommand: boolean): string[] => [
  ...(isCommand ? ['.br'] : []),
  `${bold(isCommand ? `uwtop ${name}` : name)} ${escaped(usage)}`,
];

function groupedItems(options: readonly OptionEntry[]): string[] {
  const groups = [...new Set(options.flatMap(({ group }) => group ?? []))];
  return [
    ...optionItems(options.filter(({ group }) => group === undefined)),
    ...groups.map((title) =>
      subsection(title.replace(/:$/, ''), ...optionItems(options.filter(({ group }) => group === title))),
    ),
  ];
}

function optionItems(options: readonly OptionEntry[]): string[] {
  return options.map(({ names, value, wholeHelp }) => {
    const written = names.map(bold).join(', ');
    return item(value === undefined ? written : `${written} ${italic(`<${value}>`)}`, wholeHelp);
  });
}

/** What an option of uwtop itself does there it does here as well: it is named, and told once. */
function ofCommand({ name, description: does, options }: CommandEntry, root: CommandEntry): string {
  const isShared = (option: OptionEntry) =>
    root.options.some(
      ({ names, wholeHelp }) => names.join() === option.names.join() && wholeHelp === option.wholeHelp,
    );
  const shared = options.filter(isShared).flatMap(({ names }) => names.slice(-1));
  return subsection(
    `uwtop ${name}`,
    flowing(`${does}.`),
    ...optionItems(options.filter((option) => !isShared(option))),
    ...(shared.length === 0 ? [] : ['.PP', 'As above:', `${shared.map(bold).join(',\n')}.`]),
  );
}

function notesBlock({ name, notes }: CommandEntry): string[] {
  const { remarks } = notesOf(notes);
  if (remarks.length === 0) return [];
  return [subsection(name === 'uwtop' ? name : `uwtop ${name}`, paragraphs(remarks))];
}
