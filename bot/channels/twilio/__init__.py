"""SMS and WhatsApp, both through Twilio."""
