/** Reads the table of commands out of the program that parses them: what is told and what works cannot differ. */
import type { Argument, Command, Option } from 'commander';
import { ruleNames } from '../alerts/rule-table';
import { metricNames } from '../check/metrics';
import { autoColumns, namedColumns } from '../columns/find-column';
import { columnTables, namedOrder, worstOrder } from '../columns/tables';
import { demoNames } from '../demo/fleet';
import { liveRules } from '../doctor/live';
import { configRules } from '../doctor/rules';
import type { CommandEntry, CommandTable, Filling, OptionEntry } from '../manual/command-table';

export const readCommands = (program: Command): CommandTable => ({
  version: program.version() ?? '',
  root: entryOf(program),
  commands: program.createHelp().visibleCommands(program).map(entryOf),
});

function entryOf(command: Command): CommandEntry {
  const help = command.createHelp();
  const [operand] = command.registeredArguments;
  return {
    name: command.name(),
    usage: command.usage(),
    description: command.description(),
    options: help.visibleOptions(command).map((option) => optionOf(option, help.optionDescription(option))),
    operands: operand === undefined ? { kind: 'anything' } : operandsOf(operand),
    operandHelp: operand?.description ?? '',
    notes: notesOf(command),
  };
}

/** Commander tells what stands below the options only to who prints all of it. */
function notesOf(command: Command): string {
  let printed = '';
  command.configureOutput({ writeOut: (text) => (printed += text), getOutHelpWidth: () => 80 });
  command.outputHelp();
  return printed.slice(command.helpInformation().length);
}

function optionOf(option: Option, wholeHelp: string): OptionEntry {
  const { short, long } = option;
  return {
    names: [short, long].filter((name) => name !== undefined),
    value: valueOf(option),
    filling: fillingOf(option),
    help: option.description,
    wholeHelp,
    group: option.helpGroupHeading,
  };
}

const columnIds = columnTables.flatMap((table) => namedColumns[table].map(({ id }) => id));
const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)];

const lists: Readonly<Record<string, readonly string[]>> = {
  '--columns': distinct([autoColumns, ...columnIds]),
  '--rules': [...ruleNames, 'none'],
  '--ignore': [...configRules, ...liveRules].flatMap(({ id, name }) => [name, id]),
};
const words: Readonly<Record<string, readonly string[]>> = {
  '--sort': distinct(['help', worstOrder, namedOrder, ...columnIds, ...columnIds.map((id) => `-${id}`)]),
};
const stems: readonly string[] = metricNames.map((name) => `${name}=`);

/** `--init [kind]` may go without, and is more likely to have one. */
const valueOf = ({ flags }: Option): string | undefined => /[<[](.*)[>\]]/.exec(flags)?.[1];

function fillingOf(option: Option): Filling {
  const { argChoices, long = '' } = option;
  const value = valueOf(option);
  if (argChoices !== undefined) return { kind: 'word', words: argChoices };
  const list = lists[long];
  if (list !== undefined) return { kind: 'list', words: list };
  const known = words[long];
  if (known !== undefined) return { kind: 'word', words: known };
  if (value === 'thresholds') return { kind: 'stem', words: stems };
  if (value?.toLowerCase() === 'file') return { kind: 'file' };
  return { kind: value === 'command' ? 'program' : 'anything' };
}

function operandsOf(operand: Argument): Filling {
  if (operand.argChoices !== undefined) return { kind: 'word', words: operand.argChoices };
  if (operand.name() === 'names') return { kind: 'word', words: demoNames };
  return { kind: operand.name() === 'targets' ? 'address' : 'file' };
}
