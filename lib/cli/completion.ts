import { Argument, type Command, type Option } from 'commander';
import { CODES } from '../library/explain';
import { helpText } from './help';
import type { CommandContext } from './io';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

const HELP = `
Prints a script that completes commands, options and their values. Load it in the file that your shell reads at start:
  bash  source <(ossm-fed completion bash)
  zsh   source <(ossm-fed completion zsh)      after "compinit"
  fish  ossm-fed completion fish | source`;

/** What one command completes. */
interface Completions {
  /** The name of the command. */
  readonly name: string;
  /** Its description in a few words. */
  readonly description: string;
  /** Its options. */
  readonly options: readonly Option[];
  /** The values of its arguments; none if they are files. */
  readonly values: readonly string[];
}

/** Adds the command `completion`. */
export function addCompletion(program: Command, { io }: CommandContext): void {
  program
    .command('completion')
    .description('print a script for completion in a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText('after', () => helpText(HELP))
    .allowExcessArguments(false)
    .action((shell: (typeof SHELLS)[number]) => {
      const commands = completionsOf(program);
      io.stdout.write(shell === 'fish' ? fishScript(commands) : bashScript(commands, shell === 'zsh'));
    });
}

function completionsOf(program: Command): readonly Completions[] {
  const help = program.createHelp();
  const commands = help.visibleCommands(program);
  const values: Readonly<Record<string, readonly string[]>> = {
    completion: SHELLS,
    explain: CODES,
    help: commands.map((command) => command.name()),
  };
  return commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: help.visibleOptions(command),
    values: values[command.name()] ?? [],
  }));
}

/** A script for bash, which zsh runs too. Where it has no values, the shell completes files. */
function bashScript(commands: readonly Completions[], isZsh: boolean): string {
  const values = commands.flatMap(({ name, options }) => options.map((option) => valuesCase(name, option)));
  const words = commands.map(
    ({ name, options, values: choices }) =>
      `    ${name}) words="${[...options.flatMap(flagsOf), ...choices].join(' ')}" ;;\n`,
  );
  return `${isZsh ? 'autoload -U +X bashcompinit && bashcompinit\n' : ''}_ossm_fed() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')} --help --version" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]} $previous" in
${values.join('')}  esac
  case "\${COMP_WORDS[1]}" in
${words.join('')}  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _ossm_fed ossm-fed
`;
}

/** The values of an option of a command: its choices, or files. */
function valuesCase(command: string, option: Option): string {
  if (!option.required) return '';
  const pattern = flagsOf(option)
    .map((flag) => `"${command} ${flag}"`)
    .join(' | ');
  const reply = `COMPREPLY=($(compgen -W "${(option.argChoices ?? []).join(' ')}" -- "$current")); `;
  return `    ${pattern}) ${option.argChoices === undefined ? '' : reply}return ;;\n`;
}

function fishScript(commands: readonly Completions[]): string {
  const top = commands.map(
    ({ name, description }) => `complete -c ossm-fed -n __fish_use_subcommand -f -a ${name} -d ${quote(description)}\n`,
  );
  const rest = commands.flatMap(({ name, options, values }) => {
    const condition = `complete -c ossm-fed -n "__fish_seen_subcommand_from ${name}"`;
    const choices = values.length > 0 ? [`${condition} -f -a "${values.join(' ')}"\n`] : [];
    return [...choices, ...options.map((option) => `${condition}${fishOption(option)}\n`)];
  });
  return [...top, ...rest].join('');
}

function fishOption({ short, long, required, argChoices, description }: Option): string {
  const flags = [short && ` -s ${short.slice(1)}`, long && ` -l ${long.slice(2)}`].filter(Boolean).join('');
  const choices = argChoices === undefined ? '' : ` -f -a "${argChoices.join(' ')}"`;
  return `${flags}${required ? ' -r' : ''}${choices} -d ${quote(description)}`;
}

function flagsOf({ short, long }: Option): readonly string[] {
  return [short, long].filter((flag) => flag !== undefined);
}

/** A word of fish in single quotes. */
function quote(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}
