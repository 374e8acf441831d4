"""The trainee's side: lobby, chat, debrief, replay; pages and JSON over one service."""
