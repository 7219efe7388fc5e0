import type { Command } from 'commander';

export function registerRepoRefresh(repo: Command): void {
  repo
    .command('refresh [dir]')
    .description(
      'generate src/autogen of every module of a repository (default: this directory, else packages)',
    )
    .option('--force', 'also make changes that break clients built earlier')
    .option('--watch', 'generate again whenever a source changes')
    .action(async (dir: string | undefined, options: { force?: boolean; watch?: boolean }) => {
      const { defaultRepo, refreshRepo, watchRepo } = await import('../repo.js');
      const repo = dir ?? defaultRepo();
      process.exitCode =
        options.watch === true ? await watchRepo(repo, options) : await refreshRepo(repo, options);
    });
}
