import fc from 'fast-check';
import { alertMessage } from '../../../lib/core/alert/message';
import { renderSlackReply } from '../../../lib/core/alert/slack-reply';
import { renderSlackCopy } from '../../../lib/core/alert/slack-thread';
import { outsideCode, slackProblems } from '../../support/slack-blocks';
import { inputOf } from './build';
import { CASES } from './cases';

const alert = alertMessage(CASES.get('identity-near-miss') ?? inputOf());

describe('the reply to who pressed a button', () => {
  it('is a sentence, with who asked', () => {
    const reply = renderSlackReply({ kind: 'note', says: 'Not muted any more.' }, 'alice');
    expect(slackProblems(reply)).toEqual([]);
    expect(reply).toEqual({
      text: 'Not muted any more.',
      blocks: [
        {
          type: 'section',
          text: { type: 'mrkdwn', text: 'Not muted any more.', verbatim: true },
        },
        {
          type: 'context',
          elements: [{ type: 'mrkdwn', text: 'Asked for by alice', verbatim: true }],
        },
      ],
    });
  });

  it('has what was asked for, and then who asked', () => {
    const reply = renderSlackReply({ kind: 'copy', alert, as: 'cdk' }, 'alice');
    const fix = renderSlackCopy(alert, 'cdk');
    expect(reply.blocks.slice(0, -1)).toEqual(fix.blocks);
    expect(JSON.stringify(reply.blocks.at(-1))).toContain('Asked for by alice');
    const evidence = renderSlackReply({ kind: 'evidence', alert }, 'alice');
    expect(evidence.text).toBe('Full evidence');
    expect(slackProblems(evidence)).toEqual([]);
  });

  it('shows a name as text, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (start) => {
        const name = `<!channel> *${start}`;
        const reply = renderSlackReply({ kind: 'note', says: `${name} may not.` }, name);
        expect(slackProblems(reply)).toEqual([]);
        expect(outsideCode(JSON.stringify(reply))).not.toMatch(/<[@!#h]/);
      }),
    );
  });
});
