/** The schedule of one of uWSGI's crons in words. Its fields are numbers: -1 is any, -5 is every one that 5 divides. */
import { unknown } from './quantity';

export interface CronFields {
  readonly minute?: number | undefined;
  readonly hour?: number | undefined;
  readonly day?: number | undefined;
  readonly month?: number | undefined;
  /** 0 and 7 are Sunday. */
  readonly week?: number | undefined;
}

/** `every 5 minutes`, `Mondays at 04:00`; as crontab writes it where words would say something else. */
export function describeCron({ minute, hour, day, month, week }: CronFields): string {
  if (minute === undefined || hour === undefined) return unknown;
  if (day === undefined || month === undefined || week === undefined) return unknown;
  return inWords({ minute, hour, day, month, week }) ?? [minute, hour, day, month, week].map(field).join(' ');
}

const field = (value: number): string =>
  value === any ? '*' : value < 0 ? `*/${Math.abs(value)}` : String(value);

const any = -1;

type Schedule = Readonly<Record<keyof CronFields, number>>;

function inWords(schedule: Schedule): string | undefined {
  const time = timeOf(schedule);
  const days = daysOf(schedule);
  if (time === undefined || days === undefined) return undefined;
  const month = schedule.month === any || days.length > 0 ? '' : ` in ${nameOf(months, schedule.month)}`;
  if (time.at === undefined)
    return `${time.often}${days.length > 0 ? ` on ${days.join(' and on ')}` : ''}${month}`;
  if (days.length === 0) return `daily at ${time.at}${month}`;
  return `${schedule.day === any ? '' : 'on '}${days.join(' and on ')} at ${time.at}`;
}

type Time = { readonly at: string } | { readonly at?: undefined; readonly often: string };

function timeOf(schedule: Schedule): Time | undefined {
  const minute = only(schedule.minute, 60);
  const hour = only(schedule.hour, 24);
  if (minute >= 60 || hour >= 24) return undefined;
  const pastHour = `at :${pad(minute)}`;
  if (minute >= 0 && hour >= 0) return { at: `${pad(hour)}:${pad(minute)}` };
  if (minute >= 0 && hour === any) return { often: `hourly ${pastHour}` };
  const every = (value: number, whole: number, unit: string) =>
    value === any ? `every ${unit}` : whole % value === 0 ? `every ${Math.abs(value)} ${unit}s` : undefined;
  if (minute >= 0) {
    const hours = every(hour, 24, 'hour');
    return hours === undefined ? undefined : { often: `${hours} ${pastHour}` };
  }
  const minutes = every(minute, 60, 'minute');
  if (minutes === undefined || hour < any) return undefined;
  return { often: hour === any ? minutes : `${minutes} from ${pad(hour)}:00 to ${pad(hour)}:59` };
}

/** What divides nothing but 0 is 0. */
const only = (value: number, whole: number): number => (value <= -whole ? 0 : value);

/** Where a day of the month and one of the week are given, either will do; none where it is every day. */
function daysOf({ day, month, week }: Schedule): string[] | undefined {
  if (day < any || day === 0 || day > 31 || month < any || month === 0 || month > 12) return undefined;
  if (week < any || week > 7) return undefined;
  const name = month === any ? undefined : nameOf(months, month);
  const ofMonth = name === undefined ? `the ${ordinal(day)} of each month` : `${day} ${name}`;
  const ofWeek = `${nameOf(weekdays, week % 7)}s${name === undefined ? '' : ` in ${name}`}`;
  return [...(day === any ? [] : [ofMonth]), ...(week === any ? [] : [ofWeek])];
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  ...['', 'January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];

const nameOf = (names: readonly string[], value: number): string => names[value] ?? String(value);

function ordinal(day: number): string {
  const isTeen = day >= 11 && day <= 13;
  return `${day}${(isTeen ? undefined : ['th', 'st', 'nd', 'rd'][day % 10]) ?? 'th'}`;
}

const pad = (value: number): string => String(value).padStart(2, '0');
