/** What the fuzzer is made of, for its bundle. */
export { Found, runCase } from './case';
export { originsOf } from './documents';
export { Listener } from './listener';
export { linearities, mostRatio } from './linearity';
