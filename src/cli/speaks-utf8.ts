/** Whether more than ASCII can be drawn. */

/** What the locale says of the terminal's character set; the first variable that is set decides. */
export function speaksUtf8(environment: NodeJS.ProcessEnv): boolean {
  const locale = environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'] || '';
  return /utf-?8/i.test(locale);
}
