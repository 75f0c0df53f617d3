/** The masters of the demo's fleet, in the order in which they are shown. */

import type { MasterProfile } from './profile';
import { api, images, search } from './profile-services';
import { shop } from './profile-shop';
import { batch, checkout, ledger, legacy } from './profile-troubled';

export const masterProfiles: readonly MasterProfile[] = [
  shop,
  api,
  search,
  batch,
  legacy,
  images,
  checkout,
  ledger,
];
