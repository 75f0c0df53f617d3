/** The completion for fish. */
import {
  addressStems,
  all,
  type CommandEntry,
  type CommandTable,
  type Filling,
  type OptionEntry,
} from './command-table';

export function fishCompletion(table: CommandTable): string {
  const valued = table.root.options.filter(({ value }) => value !== undefined).flatMap(({ names }) => names);
  return `# fish completion for uwtop ${table.version}: put it as uwtop.fish into ~/.config/fish/completions

# The command of the line, uwtop before there is one, target once an address stands there.
function __uwtop_command
    set -l skip no
    for word in (commandline -opc)[2..]
        if test $skip = yes
            set skip no
        else if contains -- $word ${valued.join(' ')}
            set skip yes
        else if contains -- $word ${table.commands.map(({ name }) => name).join(' ')}
            echo $word
            return
        else if not string match -q -- '-*' $word
            echo target
            return
        end
    end
    echo uwtop
end

function __uwtop_in
    contains -- (__uwtop_command) $argv
end

function __uwtop_list
    set -l before (commandline -ct | string replace -r -- '^--[^=]*=' '' | string match -r -- '.*,')
    printf '%s\\n' "$before"$argv
end

function __uwtop_addresses
    string match -q -- '-*' (commandline -ct) && return
    set -l name (commandline -ct | string match -r -- '^(?:[^=:/]*=)?(?:unix:|file:)?')
    set -l rest (string replace -- "$name" '' (commandline -ct))
    printf '%s\\n' "$name"(__fish_complete_path "$rest")
    test -n "$name" || printf '%s\\n' ${addressStems.join(' ')}
end

complete -c uwtop -f
${table.commands.map(({ name, description }) => `complete -c uwtop -n '__uwtop_in uwtop' -a ${name} -d ${quoted(description)}`).join('\n')}
${all(table).flatMap(linesOf).join('\n')}
`;
}

function linesOf(command: CommandEntry): string[] {
  const where = `complete -c uwtop -n '__uwtop_in ${command.name}${command.name === 'uwtop' ? ' target' : ''}'`;
  const operands = fill(command.operands);
  return [
    ...command.options.map((option) => `${where}${optionWords(option)} -d ${quoted(option.help)}`),
    ...(operands === '' ? [] : [`${where}${operands}`]),
  ];
}

function optionWords({ names, value, filling }: OptionEntry): string {
  const words = names.map((name) =>
    name.startsWith('--') ? ` -l ${name.slice(2)}` : ` -s ${name.slice(1)}`,
  );
  if (value === undefined) return words.join('');
  return `${words.join('')} ${filling.kind === 'file' ? '-r' : '-x'}${fill(filling)}`;
}

function fill(filling: Filling): string {
  switch (filling.kind) {
    case 'word':
      return ` -a ${quoted(filling.words.join(' '))}`;
    case 'list':
    case 'stem':
      return ` -a ${quoted(`(__uwtop_list ${filling.words.join(' ')})`)}`;
    case 'file':
      return ' -F';
    case 'program':
      return " -a '(__fish_complete_command)'";
    case 'address':
      return " -a '(__uwtop_addresses)'";
    case 'anything':
      return '';
  }
}

const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
