/** The completion for bash 4 and later, without the package bash-completion. */
import { addressStems, all, type CommandEntry, type CommandTable, type Filling } from './command-table';

export function bashCompletion(table: CommandTable): string {
  const commands = table.commands.map(({ name }) => name).join(' ');
  const valued = table.root.options.filter(({ value }) => value !== undefined).flatMap(({ names }) => names);
  return `# bash completion for uwtop ${table.version}: source it, or put it where bash-completion looks for it
${head}
_uwtop() {
  local line=\${COMP_LINE:0:COMP_POINT} command=uwtop option= cur word skip= operand=
  local -a words
  read -ra words <<< "$line"
  cur=\${line##*[[:space:]]}
  [[ -n $cur ]] && unset "words[\${#words[@]}-1]"
  for word in "\${words[@]:1}"; do
    if [[ -n $skip ]]; then skip=; continue; fi
    case $word in
      ${valued.join('|')}) skip=1 ;;
      -*) ;;
      *)
        operand=1
        [[ " ${commands} " == *" $word "* ]] && command=$word
        break
        ;;
    esac
  done
  COMPREPLY=()
  if [[ $cur == --*=* ]]; then
    option=\${cur%%=*}
    cur=\${cur#*=}
  elif (( \${#words[@]} > 1 )); then
    option=\${words[-1]}
  fi
  case "$command $option" in
${all(table).flatMap(valueCases).join('\n')}
  esac
  if [[ $cur == -* ]]; then
    case $command in
${all(table).map(optionsCase).join('\n')}
    esac
    return
  fi
  [[ -z $operand ]] && _uwtop_words '${commands}'
  case $command in
${all(table).map(operandsCase).join('\n')}
  esac
}
complete -F _uwtop uwtop
`;
}

/** Colons and equals signs end words for readline: what it takes for typed already is not replied again. */
const head = `
_uwtop_reply() {
  local mark reply
  for reply in "$@"; do
    for mark in : =; do
      [[ $cur == *"$mark"* && $COMP_WORDBREAKS == *"$mark"* ]] && reply=\${reply#"\${cur%"$mark"*}$mark"}
    done
    COMPREPLY+=("$reply")
  done
}

_uwtop_words() {
  local -a found
  mapfile -t found < <(compgen -W "$1" -- "$cur")
  _uwtop_reply "\${found[@]}"
}

_uwtop_list() {
  local before= word list=
  [[ $cur == *,* ]] && before=\${cur%,*},
  for word in $1; do list+=" $before$word"; done
  _uwtop_words "$list"
  compopt -o nospace 2> /dev/null
}

_uwtop_stems() {
  _uwtop_list "$1"
}

_uwtop_files() {
  local -a found
  mapfile -t found < <(compgen -f -- "\${cur#"$1"}")
  compopt -o filenames 2> /dev/null
  _uwtop_reply "\${found[@]/#/$1}"
}

_uwtop_addresses() {
  local before=
  [[ $cur == *=* ]] && before=\${cur%%=*}=
  [[ \${cur#"$before"} =~ ^(unix:|file:) ]] && before+=\${BASH_REMATCH[1]}
  _uwtop_files "$before"
  [[ $cur == "$before" ]] && return
  _uwtop_words '${addressStems.join(' ')}'
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} =~ [:/]$ ]] && compopt -o nospace 2> /dev/null
}
`;

function valueCases({ name, options }: CommandEntry): string[] {
  return options
    .filter(({ value }) => value !== undefined)
    .map(({ names, filling }) => {
      const patterns = names.map((option) => `'${name} ${option}'`).join('|');
      return `    ${patterns}) ${fill(filling)}; return ;;`;
    });
}

const optionsCase = ({ name, options }: CommandEntry) =>
  `      ${name}) _uwtop_words '${options.flatMap(({ names }) => names).join(' ')}' ;;`;

const operandsCase = ({ name, operands }: CommandEntry) => `    ${name}) ${fill(operands)} ;;`;

function fill(filling: Filling): string {
  switch (filling.kind) {
    case 'word':
      return `_uwtop_words '${filling.words.join(' ')}'`;
    case 'list':
      return `_uwtop_list '${filling.words.join(' ')}'`;
    case 'stem':
      return `_uwtop_stems '${filling.words.join(' ')}'`;
    case 'file':
      return `_uwtop_files ''`;
    case 'program':
      return 'mapfile -t COMPREPLY < <(compgen -c -- "$cur")';
    case 'address':
      return '_uwtop_addresses';
    case 'anything':
      return ':';
  }
}
