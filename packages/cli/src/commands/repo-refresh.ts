import type { Command } from 'commander';

export function registerRepoRefresh(repo: Command): void {
  repo
    .command('refresh [dir]')
    .description(
      'generate src/autogen of every module of a repository (default: this directory, else packages)',
    )
    .action(async (dir: string | undefined) => {
      const { defaultRepo, refreshRepo } = await import('../repo.js');
      process.exitCode = await refreshRepo(dir ?? defaultRepo());
    });
}
