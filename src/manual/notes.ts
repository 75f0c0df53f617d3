/** What stands below the options in a help, taken apart. */

export interface Notes {
  readonly examples: readonly string[];
  readonly remarks: readonly string[];
}

/** Exit codes have a section of their own in a man page. */
export function notesOf(text: string): Notes {
  const blocks = text
    .trim()
    .split(/\n{2,}/)
    .filter((block) => block !== '');
  const isExample = (block: string) => block.startsWith('Examples');
  return {
    examples: blocks.filter(isExample).map((block) => block.replace(/^Examples\n/, '')),
    remarks: blocks
      .filter((block) => !isExample(block))
      .map((block) => block.replace(/(?:^|\s)Exit code: [^]*$/, ''))
      .filter((block) => block !== ''),
  };
}
