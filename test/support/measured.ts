/** Numbers that a test has measured, for who wants to know how far from its bounds it stays: UWTOP_MEASURED=1. */
export function tell(what: string, numbers: Readonly<Record<string, number | string>>): void {
  if (process.env['UWTOP_MEASURED'] !== '1') return;
  const parts = Object.entries(numbers).map(
    ([name, value]) => `${name} ${typeof value === 'number' ? Number(value.toFixed(3)) : value}`,
  );
  process.stderr.write(`MEASURED ${what}: ${parts.join(', ')}\n`);
}
