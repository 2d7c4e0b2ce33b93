import { deploy, type Run } from './deployment';
import { tryFaults } from './fault-story';
import { tryPatterns } from './pattern-story';
import { tryRecords } from './records-story';
import { tryRoles } from './role-story';
import { eventRuler, nodeOfLambda, pythonWithEmulator } from './tools';

/** The whole story, in order. */
export async function deployAndTry(run: Run): Promise<void> {
  const { report, processes } = run;
  report.heading('Tools');
  const python = await report.step('a Python with the emulator', () =>
    pythonWithEmulator(processes),
  );
  const node = await report.step('the Node.js of the Lambdas', () => nodeOfLambda(processes));
  const ruler = await report.step("AWS's own event-ruler", () => eventRuler(processes));
  const deployed = await deploy(run, python, node);
  await tryPatterns(run, deployed, ruler);
  await tryRecords(run, deployed);
  await tryFaults(run, deployed);
  await tryRoles(run, deployed);
}
