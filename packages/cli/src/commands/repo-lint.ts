import type { Command } from 'commander';

export function registerRepoLint(repo: Command): void {
  repo
    .command('lint [dir]')
    .description("compare the modules of a repository with the guide's checklists")
    .option('--fix', 'apply fixes where that is safe')
    .option('--rules', 'print all rules with their reasons')
    .action(async (dir: string | undefined, options: { fix?: boolean; rules?: boolean }) => {
      const { defaultRepo, lintRepo, listRules } = await import('../repo.js');
      process.exitCode =
        options.rules === true ? await listRules() : await lintRepo(dir ?? defaultRepo(), options);
    });
}
