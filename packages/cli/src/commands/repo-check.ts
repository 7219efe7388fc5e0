import type { Command } from 'commander';

export function registerRepoCheck(repo: Command): void {
  repo
    .command('check [dir]')
    .description('fail if anything generated is not up to date; writes nothing')
    .action(async (dir: string | undefined) => {
      const { checkRepo, defaultRepo } = await import('../repo.js');
      process.exitCode = await checkRepo(dir ?? defaultRepo());
    });
}
