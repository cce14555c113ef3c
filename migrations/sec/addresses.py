"""Addresses that are kept for somebody, and mails of no workspace. First laid by 0008."""

# An address that somebody gave up may be theirs again for some days; nobody else gets it until then. Business time.
ADDRESS_HELD = """
SELECT EXISTS (SELECT FROM public.email_changes c
                WHERE c.old_email = address_held.email
                  AND c.ended_at IS NULL AND c.undo_until > address_held.business_now)
"""

# Mails about a person's account belong to the platform, whichever workspace the unit of work is in: a letter box, into
# which one can put something and out of which one can take nothing.
POST_MAIL_ROW = (
    "post_mail(mail_id uuid, kind text, recipient text, sender_name text, subject text,"
    " html text, plain text, links bytea, at timestamptz, job_id uuid, job text, queue text)"
)
POST_MAIL = """
INSERT INTO public.mails
       (tenant_id, id, kind, recipient, sender_name, subject, html, text, links, state, created_at, fault)
VALUES ('{platform}', post_mail.mail_id, post_mail.kind, post_mail.recipient, post_mail.sender_name, post_mail.subject,
        post_mail.html, post_mail.plain, post_mail.links, 'waiting', post_mail.at, '');
INSERT INTO public.jobs
       (tenant_id, id, job, queue, row_id, state, attempts, run_at, last_error, created_at)
VALUES ('{platform}', post_mail.job_id, post_mail.job, post_mail.queue, post_mail.mail_id, 'waiting', 0, post_mail.at,
        '', post_mail.at)
"""
