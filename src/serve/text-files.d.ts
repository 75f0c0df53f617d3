/** Text that goes into the bundle as it is. */
declare module '*.yaml' {
  const text: string;
  export default text;
}
