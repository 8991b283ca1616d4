import { cancel, confirm, isCancel, multiselect, select, text } from '@clack/prompts';
import type { Choice, Prompts } from '../prompts';

/** The user ended the questions, such as with Ctrl-C. */
class Cancelled extends Error {}

/**
 * Asks questions on a terminal.
 *
 * @param output where questions are drawn; answers come from standard input
 * @param ask asks the questions
 * @returns what `ask` returns; undefined if the user ended the questions
 */
export async function askOnTerminal<T>(
  output: NodeJS.WriteStream,
  ask: (prompts: Prompts) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await ask(promptsOn(output));
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    cancel('cancelled', { output });
    return undefined;
  }
}

function promptsOn(output: NodeJS.WriteStream): Prompts {
  return {
    text: async (message, initial, problemOf) =>
      answered(
        await text({
          output,
          message,
          ...(initial !== '' && { placeholder: initial, defaultValue: initial }),
          validate: (value) => problemOf(value || initial),
        }),
      ),
    confirm: async (message) => answered(await confirm({ output, message, initialValue: false })),
    select: async (message, choices, initial) =>
      answered(await select({ output, message, options: choices.map(optionOf), initialValue: initial })),
    several: async (message, choices) =>
      answered(await multiselect({ output, message, options: choices.map(optionOf), required: true })),
  };
}

function optionOf({ value, label = value, hint }: Choice): { value: string; label: string; hint?: string } {
  return { value, label, ...(hint !== undefined && { hint }) };
}

function answered<T>(answer: T): Exclude<T, symbol> {
  if (isCancel(answer)) throw new Cancelled();
  return answer as Exclude<T, symbol>;
}
