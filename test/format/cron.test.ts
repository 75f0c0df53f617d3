import { describeCron } from '../../src/format/cron';

const cron = (fields: string) => {
  const [minute, hour, day, month, week] = fields.split(' ').map(Number);
  return { minute, hour, day, month, week };
};

test.each([
  ['-1 -1 -1 -1 -1', 'every minute'],
  ['-5 -1 -1 -1 -1', 'every 5 minutes'],
  ['-30 -1 -1 -1 -1', 'every 30 minutes'],
  ['0 -1 -1 -1 -1', 'hourly at :00'],
  ['30 -1 -1 -1 -1', 'hourly at :30'],
  ['-60 -1 -1 -1 -1', 'hourly at :00'],
  ['15 -2 -1 -1 -1', 'every 2 hours at :15'],
  ['15 3 -1 -1 -1', 'daily at 03:15'],
  ['0 -24 -1 -1 -1', 'daily at 00:00'],
  ['-1 3 -1 -1 -1', 'every minute from 03:00 to 03:59'],
  ['-10 23 -1 -1 -1', 'every 10 minutes from 23:00 to 23:59'],
  ['0 4 -1 -1 1', 'Mondays at 04:00'],
  ['0 4 -1 -1 0', 'Sundays at 04:00'],
  ['0 4 -1 -1 7', 'Sundays at 04:00'],
  ['-5 -1 -1 -1 6', 'every 5 minutes on Saturdays'],
  ['5 0 1 -1 -1', 'on the 1st of each month at 00:05'],
  ['5 0 2 -1 -1', 'on the 2nd of each month at 00:05'],
  ['5 0 23 -1 -1', 'on the 23rd of each month at 00:05'],
  ['5 0 11 -1 -1', 'on the 11th of each month at 00:05'],
  ['5 0 12 -1 -1', 'on the 12th of each month at 00:05'],
  ['5 0 30 -1 -1', 'on the 30th of each month at 00:05'],
  ['5 0 31 -1 -1', 'on the 31st of each month at 00:05'],
  ['30 -1 15 -1 -1', 'hourly at :30 on the 15th of each month'],
  ['5 0 1 1 -1', 'on 1 January at 00:05'],
  ['-1 -1 24 12 -1', 'every minute on 24 December'],
  ['15 3 -1 8 -1', 'daily at 03:15 in August'],
  ['-5 -1 -1 8 -1', 'every 5 minutes in August'],
  ['0 4 -1 6 1', 'Mondays in June at 04:00'],
  ['30 -1 -1 6 1', 'hourly at :30 on Mondays in June'],
  // uWSGI runs it on either.
  ['0 4 1 -1 1', 'on the 1st of each month and on Mondays at 04:00'],
  ['0 4 1 6 1', 'on 1 June and on Mondays in June at 04:00'],
])('%s is %s', (fields, words) => {
  expect(describeCron(cron(fields))).toBe(words);
});

test.each([
  ['minutes that do not divide the hour', '-7 -1 -1 -1 -1', '*/7 * * * *'],
  ['hours that do not divide the day', '0 -5 -1 -1 -1', '0 */5 * * *'],
  ['minutes of some hours', '-5 -2 -1 -1 -1', '*/5 */2 * * *'],
  ['some days', '0 4 -2 -1 -1', '0 4 */2 * *'],
  ['some months', '0 4 -1 -3 -1', '0 4 * */3 *'],
  ['some days of the week', '0 4 -1 -1 -2', '0 4 * * */2'],
  ['a minute that never comes', '60 -1 -1 -1 -1', '60 * * * *'],
  ['an hour that never comes', '0 24 -1 -1 -1', '0 24 * * *'],
  ['a day that never comes', '0 4 0 -1 -1', '0 4 0 * *'],
  ['another', '0 4 32 -1 -1', '0 4 32 * *'],
  ['a month that never comes', '0 4 1 13 -1', '0 4 1 13 *'],
  ['another', '0 4 -1 0 -1', '0 4 * 0 *'],
  ['a weekday that never comes', '0 4 -1 -1 8', '0 4 * * 8'],
])('%s: %s is left as %s', (_, fields, notation) => {
  expect(describeCron(cron(fields))).toBe(notation);
});

test.each(['minute', 'hour', 'day', 'month', 'week'])('without its %s nobody knows', (missing) => {
  expect(describeCron({ ...cron('0 4 1 1 1'), [missing]: undefined })).toBe('-');
});
