/** Whether this run came to what most runs are for: one that only printed its help has compiled little that others need. */
let isOpened = false;

export const noteOpened = (): void => {
  isOpened = true;
};

export const hasOpened = (): boolean => isOpened;
