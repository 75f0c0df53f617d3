/** Foreign text as a row of the System screen holds it. */
import { displayText } from '../format/text';

const longest = 400;

export const rowText = (foreign: string | undefined): string => displayText(foreign ?? '', longest);
