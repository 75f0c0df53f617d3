/** What may be typed after `npm run fuzz --`. */
import { parseArgs } from 'node:util';

export const { values: options } = parseArgs({
  options: {
    count: { type: 'string' },
    seconds: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: '1717' },
    case: { type: 'string' },
    most: { type: 'string', default: '1' },
    stall: { type: 'string', default: '60' },
    linearity: { type: 'boolean', default: false },
  },
});
