"""How the model beside the rules is trained and measured. Not part of what runs: it needs the group "safety"."""
