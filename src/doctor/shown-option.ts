/** An option in a sentence: what may be a secret stays hidden, and nothing in it changes a terminal. */
import { maskCommand } from '../format/command-secrets';
import { maskValue } from '../format/secrets';
import { excerpt } from '../format/text';
import type { OptionValue } from '../limits/configuration';

const maxLength = 60;

/** Its value alone. */
export const shownValue = ({ name, value = '' }: OptionValue): string =>
  excerpt(maskCommand(maskValue(name, value)), maxLength);

/** 'harakiri = 60', and of a flag without a value 'master'. */
export const shownOption = (option: OptionValue): string =>
  option.value === undefined
    ? excerpt(option.name, maxLength)
    : `${excerpt(option.name, maxLength)} = ${shownValue(option)}`;
