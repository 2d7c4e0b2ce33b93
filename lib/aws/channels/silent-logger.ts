import { LogLevel, type Logger } from '@slack/web-api';

/**
 * Keeps Slack's client from writing to the console: its lines would stand beside those of the logger
 * and show what was sent. What matters is in the errors.
 */
export const SILENT: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};
