/** The completion for zsh, in the words of its _arguments. */
import {
  addressStems,
  type CommandEntry,
  type CommandTable,
  type Filling,
  type OptionEntry,
} from './command-table';

export function zshCompletion({ root, commands, version }: CommandTable): string {
  return `#compdef uwtop
# zsh completion for uwtop ${version}: put it as _uwtop into a folder of fpath

_uwtop_addresses() {
  compset -P '[^=]#='
  if compset -P '(unix|file):'; then
    _files
  else
    compadd -S '' -- ${addressStems.join(' ')}
    _files
  fi
}

_uwtop() {
  setopt localoptions extendedglob
  local curcontext="$curcontext" state line
  typeset -A opt_args
  local -a commands=(
${commands.map(({ name, description }) => `    ${quoted(`${name}:${description}`)}`).join('\n')}
  )
  local -a options=(
${optionSpecs(root).join('\n')}
  )
  _arguments -C -S -A '-*' $options '1: :->first' '*:: :->rest' && return
  case $state in
    first)
      _describe -t commands command commands
      _uwtop_addresses
      ;;
    rest)
      case $words[1] in
${commands.map(commandCase).join('\n')}
        *) _arguments -S $options '*: :_uwtop_addresses' ;;
      esac
      ;;
  esac
}

if [[ $funcstack[1] == _uwtop ]]; then
  _uwtop "$@"
else
  compdef _uwtop uwtop
fi
`;
}

const commandCase = (command: CommandEntry) => `        ${command.name})
          _arguments -S \\
${optionSpecs(command).join(' \\\n')} \\
            '*: :${action(command.operands)}'
          ;;`;

const optionSpecs = ({ options }: CommandEntry): string[] =>
  options.flatMap((option) => option.names.map((name) => `    ${quoted(optionSpec(option, name))}`));

function optionSpec({ names, value, help, filling }: OptionEntry, name: string): string {
  const mark = value === undefined || !name.startsWith('--') ? '' : '=';
  const argument = value === undefined ? '' : `:${value}:${action(filling)}`;
  // One that may be typed again excludes nobody.
  const others = isRepeated(filling) ? '*' : `(${names.join(' ')})`;
  return `${others}${name}${mark}[${help.replaceAll(/[[\]]/g, '')}]${argument}`;
}

const isRepeated = ({ kind }: Filling) => kind === 'file' || kind === 'stem' || kind === 'list';

function action(filling: Filling): string {
  switch (filling.kind) {
    case 'word':
      return `(${filling.words.join(' ')})`;
    case 'list':
      return `_values -s , word ${filling.words.join(' ')}`;
    case 'stem':
      return `{compset -P "*,"; compadd -S "" -- ${filling.words.join(' ')}}`;
    case 'file':
      return '_files';
    case 'program':
      return '_command_names -e';
    case 'address':
      return '_uwtop_addresses';
    case 'anything':
      return ' ';
  }
}

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
