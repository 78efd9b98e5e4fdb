-- A copy of a database must not take letters out of the mailboxes of the one that is in
-- use, nor send what that one sends as well.
UPDATE cc_mailbox SET active = false;
UPDATE cc_mail_account SET active = false;
