/**
 * Properties are tried on the same cases in every run, so that a change is what turns a test red. Others are explored
 * with UWTOP_SEED=NUMBER; a failing property says its seed.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['UWTOP_SEED'] ?? 1717) });
