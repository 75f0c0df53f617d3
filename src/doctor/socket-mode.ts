/** `chmod-socket` as uWSGI reads it. Pure. */
import type { OptionValue } from '../limits/configuration';

/** Without a value it is 666; in the last digit of an octal mode the second bit lets others write, which is to connect. */
export const isForEveryUser = ({ value = '' }: OptionValue): boolean => /^$|^[0-7]*[2367]$/.test(value);
