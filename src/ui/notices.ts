/** Sentences on targets that come from behind the screens, each once. */
import { displayText } from '../format/text';
import type { UiState } from './state';

const longest = 500;

export const withNotices = (ui: UiState, notices: readonly string[]): UiState => ({
  ...ui,
  notices: [...new Set(notices.map((notice) => displayText(notice, longest)))],
});
