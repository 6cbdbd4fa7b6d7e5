# What workflows do on GitHub, through git and gh. Values come by the environment, which make
# hands on as they are: FOLDER holds what `digest` wrote, BRANCH is a name that it gave.

BOT := -c user.name='github-actions[bot]' \
  -c user.email='41898282+github-actions[bot]@users.noreply.github.com'

.PHONY: pull-request answer

# A branch that somebody else has worked on meanwhile is theirs, and stays as it is.
pull-request: # commit what changed in content/ to BRANCH, open a pull request or renew it
	: "$${BRANCH:?}" "$${FOLDER:?}"
	git add -- content
	if git diff --cached --quiet; then
	  echo "Nothing changed: there is nothing to propose"
	  exit 0
	fi
	gh auth setup-git
	tip=
	if git fetch -q origin "refs/heads/$$BRANCH" 2>/dev/null; then
	  tip=$$(git rev-parse FETCH_HEAD)
	  if [ "$$(git log -1 --format=%ae FETCH_HEAD)" != "$$(git $(BOT) config user.email)" ]; then
	    echo "Somebody works on $$BRANCH: it stays as it is"
	    exit 0
	  fi
	fi
	git switch -q -C "$$BRANCH"
	git $(BOT) commit -q -F "$$FOLDER/title"
	git push -q --force-with-lease="refs/heads/$$BRANCH:$$tip" origin "HEAD:refs/heads/$$BRANCH"
	number=$$(gh pr list --head "$$BRANCH" --state open --json number --jq '.[].number')
	if [ -n "$$number" ]; then
	  gh pr edit "$$number" --title "$$(cat "$$FOLDER/title")" --body-file "$$FOLDER/body.md"
	else
	  gh pr create --head "$$BRANCH" --title "$$(cat "$$FOLDER/title")" --body-file "$$FOLDER/body.md"
	fi
	# What a workflow pushes starts no other one, but for this:
	gh workflow run content.yml --ref "$$BRANCH"

answer: # say FOLDER/answer.md on the issue ISSUE, in place of what was said before
	: "$${ISSUE:?}" "$${FOLDER:?}"
	gh issue comment "$$ISSUE" --edit-last --create-if-none --body-file "$$FOLDER/answer.md"
