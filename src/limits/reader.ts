/** What happens while options come in: conditions decide, and some options act at once and bring in more. */
import { describeFile, foreignLoaders, formatOf, loaders } from './config-file';
import type { ConfigSource, Start } from './config-source';
import type { Note, Origin, Step } from './configuration';
import { applyCustomOption, parseCustomOption, type CustomOption } from './custom-option';
import { FileLoader, type LoadOptions } from './file-loader';
import { isLimitOption } from './limit-table';
import { isLogic, Logic, logicEnds, type Decision, type LogicContext } from './logic';
import { fill, optionOf, type Addition } from './addition';
import { OptionList, type Listed } from './option-list';

export class Reader {
  readonly #list = new OptionList();
  /** What options of a configuration's own making set: they act before all others, wherever they stand. */
  readonly #early: Step[] = [];
  readonly #customs = new Map<string, CustomOption>();
  readonly #start: Start;
  readonly #source: ConfigSource;
  readonly #loader: FileLoader;
  readonly #context: LogicContext;
  #logic: Logic | undefined;
  #isLogicRunning = false;
  #inside: readonly string[] = [];

  constructor(start: Start, source: ConfigSource) {
    this.#start = start;
    this.#source = source;
    this.#loader = new FileLoader(start, source, this.#list);
    const { absolute } = this.#loader;
    this.#context = { start, source, firstValue: this.#list.firstValue, absolute };
  }

  get isEmpty(): boolean {
    return this.#list.items.length === 0;
  }

  get notes(): readonly Note[] {
    return this.#list.notes;
  }

  gap(reason: string, origin: Origin | undefined): void {
    this.#list.gap(reason, origin);
  }

  add(addition: Addition): void {
    if (this.#list.isFull) return;
    if (!this.#isLogicRunning && logicEnds.has(addition.key)) this.#logic = undefined;
    if (this.#isLogicRunning || this.#logic === undefined) this.#take(addition);
    else this.#repeat(addition, this.#logic.decide(this.#context));
  }

  #repeat(addition: Addition, decision: Decision): void {
    this.#isLogicRunning = true;
    if ('unknown' in decision) this.#take({ ...addition, unknown: addition.unknown ?? decision.unknown });
    else {
      for (const item of decision.times) {
        if (this.#list.isFull) break;
        this.#take(fill(addition, item, this.#list.budget));
      }
    }
    this.#isLogicRunning = false;
  }

  /** A file that a person named: read like `--ini FILE`, whatever it is called. */
  loadNamed(file: string): void {
    this.#load(file, { format: 'guess', isTemplate: false, origin: undefined, inside: [] });
  }

  /** A file that stands on the command line without an option. */
  loadPositional(file: string, origin: Origin): void {
    const format = formatOf(file);
    if (format !== undefined) {
      this.#load(file, { format, isTemplate: true, origin, inside: [] });
      return;
    }
    this.gap(`it is not known what ${describeFile(file)} on the command line is`, origin);
  }

  /** Expands the placeholders and lets the rest of the options act. */
  finish(): readonly Step[] {
    this.#list.expandAll(this.#start, (path) => this.#source.read(this.#loader.absolute(path)));
    const steps: Step[] = [...this.#early];
    // The list grows while `inherit` is at work: what it brings acts after everything else.
    for (let index = 0; index < this.#list.items.length; index += 1) {
      const item = this.#list.items[index];
      if (item === undefined) continue;
      if ('gap' in item) steps.push(item);
      else steps.push(...this.#configure(item));
    }
    return steps;
  }

  #configure(listed: Listed): Step[] {
    const { key, value = '', origin, unknown, inside } = listed;
    const custom = this.#customs.get(key);
    if (listed.isDone) return [this.#step(listed)];
    if (key === 'inherit') {
      const format = formatOf(value);
      if (format !== undefined) this.#load(value, { format, isTemplate: true, origin, inside, unknown });
      else this.gap(`${describeFile(value)} is in no format that can be read here`, origin);
    } else if (key === 'declare-option2') this.#declare(value, origin);
    else if (custom !== undefined) return this.#applied(custom, listed);
    return [this.#step(listed)];
  }

  #step(addition: Addition): Step {
    const option = optionOf(addition);
    // Of a thousand other options nobody wants to read that they could not be worked out.
    if (option.unknown !== undefined && isLimitOption(option.name)) {
      this.#list.note(`${option.name}: ${option.unknown}`, option.origin);
    }
    return { kind: 'option', option };
  }

  #take(addition: Addition): void {
    const listed = this.#list.push(addition, this.#inside);
    if (listed === undefined) return;
    listed.isDone = this.#act(listed);
  }

  /** True for an option that acts the moment it is read, before any placeholder in it is expanded. */
  #act(listed: Listed): boolean {
    const { key, value = '', origin, unknown } = listed;
    const custom = this.#customs.get(key);
    if (key === 'listen' || logicEnds.has(key)) return true;
    if (isLogic(key)) this.#openLogic(listed);
    else if (loaders.has(key) && key !== 'inherit') this.#loadByOption(listed);
    else if (foreignLoaders.has(key)) this.gap(`${key} = ${describeFile(value)} is not followed`, origin);
    else if (key === 'set' || key === 'set-ph' || key === 'set-placeholder') {
      const equals = value.indexOf('=');
      const [name, text] = [value.slice(0, Math.max(0, equals)), value.slice(equals + 1)];
      if (key === 'set') this.add({ key: name, value: text, origin, unknown });
      else this.#hold({ key: name, value: text, origin, unknown });
    } else if (key === 'resolve') {
      const name = value.slice(0, Math.max(0, value.indexOf('=')));
      this.#hold({
        key: name,
        value: undefined,
        origin,
        unknown: 'it was looked up in the DNS at the start',
      });
    } else if (key === 'declare-option') this.#declare(value, origin);
    else if (custom !== undefined) this.#early.push(...this.#applied(custom, listed));
    else return false;
    return true;
  }

  /** A placeholder that is no option. */
  #hold(addition: Addition): void {
    const listed = this.#list.push(addition, this.#inside);
    if (listed !== undefined) listed.isDone = true;
  }

  #openLogic({ key, value = '', origin, unknown }: Listed): void {
    if (this.#logic === undefined) this.#logic = new Logic(key, value, unknown);
    else this.gap(`${key} stands inside of another condition, with which uWSGI does not start`, origin);
  }

  #declare(text: string, origin: Origin): void {
    const custom = parseCustomOption(text);
    if (custom === undefined) this.gap(`declare-option = ${describeFile(text)} is not understood`, origin);
    else this.#customs.set(custom.name, custom);
  }

  #applied(custom: CustomOption, { key, value = '', origin, unknown, inside }: Listed): Step[] {
    const parts = applyCustomOption(custom, value);
    if (parts === undefined || parts.some((part) => this.#customs.has(part.key))) {
      this.gap(`${describeFile(key)} = ${describeFile(value)} is not followed`, origin);
      return [];
    }
    return parts.flatMap((part) => {
      const format = loaders.has(part.key) ? (loaders.get(part.key) ?? formatOf(part.value)) : undefined;
      if (format === undefined) return [this.#step({ ...part, origin, unknown })];
      this.#load(part.value, { format, isTemplate: false, origin, inside, unknown });
      return [];
    });
  }

  #loadByOption({ key, value = '', origin, unknown, inside }: Listed): void {
    const format = loaders.get(key) ?? formatOf(value);
    if (format === undefined)
      this.gap(`${describeFile(value)} is in no format that can be read here`, origin);
    else this.#load(value, { format, isTemplate: key === 'include', origin, inside, unknown });
  }

  #load(file: string, options: LoadOptions): void {
    const opened = this.#loader.open(file, options);
    if (opened === undefined) return;
    const { name, inside, parsed } = opened;
    const outside = this.#inside;
    this.#inside = inside;
    const at = (line: number): Origin => ({ kind: 'file', file: name, line });
    for (const { line, text } of parsed.remarks) this.#list.note(`${describeFile(name)}: ${text}`, at(line));
    for (const { key, value, line, unknown } of parsed.entries) {
      this.add({ key, value, origin: at(line), unknown: options.unknown ?? unknown });
    }
    if (parsed.gap !== undefined) this.gap(`${describeFile(name)}: ${parsed.gap.text}`, at(parsed.gap.line));
    this.#inside = outside;
    this.#loader.close(opened);
  }
}
