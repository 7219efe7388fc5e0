import type { Command } from 'commander';

export function registerRepoBreaking(repo: Command): void {
  repo
    .command('breaking [dir]')
    .description('fail if anything would break clients built earlier')
    .requiredOption('--against <what>', 'a commit, branch or tag of git, a directory, or a lock file')
    .action(async (dir: string | undefined, { against }: { against: string }) => {
      const { compareRepo, defaultRepo } = await import('../repo.js');
      process.exitCode = await compareRepo(dir ?? defaultRepo(), against);
    });
}
