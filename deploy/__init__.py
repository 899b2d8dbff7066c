"""What it takes to run SkillSeal in containers: see docs/howto/deploy.md."""
