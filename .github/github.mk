# What workflows do through git and gh, and what they put together of several commands. Values
# come by the environment, which make hands on as they are: FOLDER holds what is said (title,
# body.md, answer.md), BRANCH is a name that `digest` or a target here gave.

BOT_MAIL := 41898282+github-actions[bot]@users.noreply.github.com
BOT := -c user.name='github-actions[bot]' -c user.email='$(BOT_MAIL)'

# GitHub takes 65,536 characters.
SHOWN = head -c 60000

.PHONY: answer comment intake issue issue-of-newsletter label ledger link-health newsletter \
  pull-request

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
	  if [ "$$(git log -1 --format=%ae FETCH_HEAD)" != '$(BOT_MAIL)' ]; then
	    echo "Somebody works on $$BRANCH: it stays as it is"
	    exit 0
	  fi
	fi
	git switch -q -C "$$BRANCH"
	git $(BOT) commit -q -F "$$FOLDER/title"
	git push -q --force-with-lease="refs/heads/$$BRANCH:$$tip" origin "HEAD:refs/heads/$$BRANCH"
	title=$$(cat "$$FOLDER/title")
	number=$$(gh pr list --head "$$BRANCH" --state open --json number --jq '.[].number')
	if [ -n "$$number" ]; then
	  $(SHOWN) "$$FOLDER/body.md" | gh pr edit "$$number" --title "$$title" --body-file -
	else
	  $(SHOWN) "$$FOLDER/body.md" | gh pr create --head "$$BRANCH" --title "$$title" --body-file -
	fi
	# What a workflow pushes starts no other one, but for this:
	gh workflow run content.yml --ref "$$BRANCH"
	gh workflow run test.yml --ref "$$BRANCH"

answer: # say FOLDER/answer.md on the issue ISSUE, in place of what was said before
	: "$${ISSUE:?}" "$${FOLDER:?}"
	$(SHOWN) "$$FOLDER/answer.md" |
	  gh issue comment "$$ISSUE" --edit-last --create-if-none --body-file -

issue: # say FOLDER/body.md in the one open issue that has LABEL, which is called TITLE
	: "$${LABEL:?}" "$${TITLE:?}" "$${FOLDER:?}"
	number=$$(gh issue list --label "$$LABEL" --state open --limit 1 --json number --jq '.[].number')
	if [ -n "$$number" ]; then
	  $(SHOWN) "$$FOLDER/body.md" | gh issue comment "$$number" --body-file -
	else
	  gh label create "$$LABEL" --force
	  $(SHOWN) "$$FOLDER/body.md" | gh issue create --title "$$TITLE" --label "$$LABEL" --body-file -
	fi

# The listing of DAY, of the day before without it, from SOURCE where it is not the usual one.
# Lines of programs are indented: Markdown shows such lines as they are.
intake: $(VENV)/requirements.installed # fetch a day and merge it; FOLDER says how that went
	: "$${FOLDER:?}"
	mkdir -p "$$FOLDER"
	day=$${DAY:-$$(date -u -d yesterday +%F)}
	outcome=whole
	said=$$($(BIN)/digest fetch hf --date "$$day" $${SOURCE:+--url "$$SOURCE"} 2>&1) || outcome=doubtful
	echo "$$said"
	if [ ! -f "captures/hf-$$day.json" ]; then
	  echo "make: there is no listing of $$day: start this workflow again later for that day" >&2
	  exit 1
	fi
	account=$$($(BIN)/digest ingest "captures/hf-$$day.json" --date "$$day" 2>&1) || outcome=doubtful
	echo "$$account"
	{
	  echo "The Daily Papers of Hugging Face of $$day, as they came and as they were merged:"
	  echo
	  printf '%s\n' "$$said" "$$account" | sed 's/^/    /'
	  if [ "$$outcome" = doubtful ]; then
	    echo
	    echo "**The source was silent, incomplete or damaged: look before you merge.**"
	  fi
	} >"$$FOLDER/body.md"
	echo "Content: import the listing of $$day" >"$$FOLDER/title"
	printf '%s\n' "outcome=$$outcome" "branch=intake/$$day" >>"$${GITHUB_OUTPUT:-/dev/stdout}"
	cat "$$FOLDER/body.md" >>"$${GITHUB_STEP_SUMMARY:-/dev/null}"

# A link is dead once it failed on DEAD_AFTER days, or on as many as `digest links` thinks right.
link-health: $(VENV)/requirements-dev.installed # check the links of all records; FOLDER has a report
	: "$${FOLDER:?}"
	mkdir -p "$$FOLDER"
	outcome=alive
	$(BIN)/digest links $${DEAD_AFTER:+--dead-after "$$DEAD_AFTER"} >"$$FOLDER/body.md" || outcome=dead
	if [ ! -s "$$FOLDER/body.md" ]; then exit 1; fi
	echo "Content: how the links fared" >"$$FOLDER/title"
	printf '%s\n' "outcome=$$outcome" "branch=links/health" >>"$${GITHUB_OUTPUT:-/dev/stdout}"
	cat "$$FOLDER/body.md" >>"$${GITHUB_STEP_SUMMARY:-/dev/null}"

# The open pull request whose newest commit is HEAD; nothing where there is none any more.
PULL = gh pr list --state open --limit 500 --json number,headRefOid \
  --jq '.[] | select(.headRefOid == env.HEAD) | .number' | head -n 1

comment: $(VENV)/requirements.installed # say what FOLDER/difference.json means on the pull request of HEAD
	: "$${HEAD:?}" "$${FOLDER:?}"
	number=$$($(PULL))
	if [ -z "$$number" ]; then exit 0; fi
	$(BIN)/digest diff --read "$$FOLDER/difference.json" >"$$FOLDER/body.md"
	$(SHOWN) "$$FOLDER/body.md" |
	  gh pr comment "$$number" --edit-last --create-if-none --body-file -

# Only labels that stand here come out, whatever files are called.
label: # label the pull request of HEAD by what it touches
	: "$${HEAD:?}"
	number=$$($(PULL))
	if [ -z "$$number" ]; then exit 0; fi
	labels=$$(gh api --paginate "repos/{owner}/{repo}/pulls/$$number/files" --jq '.[].filename' |
	  sed -nE -e 's#^content/.*#content#p; t' -e 's#^(overrides|generator/templates)/.*#site#p; t' \
	    -e 's#^(generator|tests|benchmarks)/.*#generator#p; t' \
	    -e 's#^(docs/|[A-Z]+\.md$$).*#docs#p; t' -e 's#.*#infra#p' | sort -u)
	for label in $$labels; do
	  gh label create "$$label" --force
	  gh pr edit "$$number" --add-label "$$label"
	done

# The week that is over, where PERIOD is empty.
WEEK = $${PERIOD:-$$(date -u -d '7 days ago' +%G-W%V)}

issue-of-newsletter: # the newsletter of PERIOD in .cache/newsletter, to look at
	$(BIN)/digest email "$(WEEK)" --out .cache/newsletter
	echo "period=$(WEEK)" >>"$${GITHUB_OUTPUT:-/dev/stdout}"

newsletter: # send the newsletter of PERIOD to those in .cache/readers/readers.txt who have not had it
	$(BIN)/digest send "$(WEEK)" $${SECURITY:+--security "$$SECURITY"} --to .cache/readers/readers.txt

ledger: # push who has had which issue to the repository in .cache/readers
	cd .cache/readers
	if [ ! -e readers.txt.ledger ]; then exit 0; fi
	git add readers.txt.ledger
	if git diff --cached --quiet; then exit 0; fi
	gh auth setup-git
	git $(BOT) commit -q -m 'Who has had which issue'
	git push -q origin HEAD
